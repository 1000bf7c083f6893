/// Things given to equal bins of limited size: queries to elements, tokens to banks.
struct Assignment {
  /// The bin of each thing.
  private(set) var binOfThing: [Int]
  /// The things of each bin, heaviest first.
  private(set) var thingsOfBin: [[Int]]

  /// Gives each thing, heaviest first, to the lightest bin that has room (Graham, 1969: longest
  /// processing time first). Ties go to the lowest number, of thing and of bin.
  ///
  /// All bins together have room for all things.
  init(weights: [Int], bins: Int, capacity: Int) {
    binOfThing = Array(repeating: 0, count: weights.count)
    thingsOfBin = Array(repeating: [], count: bins)
    var loads = Array(repeating: 0, count: bins)
    let heaviestFirst = weights.indices.sorted { left, right in
      weights[left] != weights[right] ? weights[left] > weights[right] : left < right
    }
    for thing in heaviestFirst {
      var lightest: Int?
      for bin in 0..<bins where thingsOfBin[bin].count < capacity {
        if let best = lightest, loads[best] <= loads[bin] { continue }
        lightest = bin
      }
      guard let bin = lightest else { preconditionFailure("The bins are full.") }
      loads[bin] += weights[thing]
      binOfThing[thing] = bin
      thingsOfBin[bin].append(thing)
    }
  }
}
