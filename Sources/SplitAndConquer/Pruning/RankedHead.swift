import AttentionSpec

/// The keys of each query of one head by falling attention, with the attention that the first ones
/// have together. From this the mask of any theta_p follows without sorting again.
struct RankedHead: Sendable {
  let tokens: Int
  let rules: PruningRules
  /// The keys of each query, largest attention first; equal ones in the order of the columns.
  private let keys: [Int32]
  /// The attention of the keys of a query up to and including this one.
  private let masses: [Double]
  /// For the class token's columns of each query their ranks, ascending.
  private let classRanks: [Int32]

  /// `map` holds `tokens * tokens` numbers, query after query.
  init(_ map: ArraySlice<Float>, tokens: Int, rules: PruningRules) {
    self.tokens = tokens
    self.rules = rules
    var keys: [Int32] = []
    var masses: [Double] = []
    var classRanks: [Int32] = []
    keys.reserveCapacity(tokens * tokens)
    masses.reserveCapacity(tokens * tokens)
    for query in 0..<tokens {
      let row = Array(map[map.startIndex + query * tokens..<map.startIndex + (query + 1) * tokens])
      let ranked = row.indices.sorted { row[$0] != row[$1] ? row[$0] > row[$1] : $0 < $1 }
      var mass = 0.0
      for (rank, key) in ranked.enumerated() {
        mass += Double(row[key])
        keys.append(Int32(key))
        masses.append(mass)
        if key < rules.classTokens { classRanks.append(Int32(rank)) }
      }
    }
    self.keys = keys
    self.masses = masses
    self.classRanks = classRanks
  }

  /// How many entries a query keeps for their attention: the fewest that reach `thetaP`, or all of
  /// the row's attention where rounding leaves that below `thetaP`.
  func ownCount(query: Int, thetaP: Double) -> Int {
    let start = query * tokens
    let goal = min(thetaP, masses[start + tokens - 1])
    // The first mass that reaches the goal; masses never fall.
    var (low, high) = (0, tokens - 1)
    while low < high {
      let middle = (low + high) / 2
      if masses[start + middle] >= goal { high = middle } else { low = middle + 1 }
    }
    switch rules.entries {
    case .fewest: return low + 1
    case .oneMore: return min(low + 2, tokens)
    }
  }

  /// Kept entries of the whole head, as `mask(thetaP:)` has them.
  func keptCount(thetaP: Double) -> Int {
    var count = 0
    for query in 0..<tokens {
      guard query >= rules.classTokens else {
        count += tokens
        continue
      }
      let own = ownCount(query: query, thetaP: thetaP)
      let ranks = classRanks[query * rules.classTokens..<(query + 1) * rules.classTokens]
      count += own + ranks.count { $0 >= own }
    }
    return count
  }

  func mask(thetaP: Double) throws -> AttentionMask {
    var kept = Matrix(rows: tokens, columns: tokens, repeating: false)
    for query in 0..<tokens {
      guard query >= rules.classTokens else {
        for key in 0..<tokens { kept[query, key] = true }
        continue
      }
      for rank in 0..<ownCount(query: query, thetaP: thetaP) {
        kept[query, Int(keys[query * tokens + rank])] = true
      }
      for key in 0..<rules.classTokens { kept[query, key] = true }
    }
    return try AttentionMask(kept)
  }
}
