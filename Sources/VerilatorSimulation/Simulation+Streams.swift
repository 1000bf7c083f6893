extension Simulation {
  /// Sets the pace of a stream's agent and engages it: from now on it drives valid and the payload
  /// of a stream into the design, or ready of a stream out of it, and records what is transferred.
  /// Until then the ports of the stream are the test's to set.
  ///
  /// - Throws: `SimulationError.unknownName`, or `.invalidRequest` for a probability that is none.
  public func pace(_ stream: String, _ pace: StreamPace) throws {
    if case .random(let probability, _) = pace, !(0...1).contains(probability) {
      throw SimulationError.invalidRequest(
        "Stream \(stream) cannot pause with probability \(probability); give 0 to 1.")
    }
    let index = try index(stream, in: streams, kind: "stream")
    library.engage(handle, UInt32(index), pace.pauseShare, pace.seed)
    engaged.insert(index)
  }

  /// Queues items for a stream into the design; each gives the fields of its payload in order.
  /// Nothing runs yet. The agent is engaged at full pace unless `pace` was called before.
  ///
  /// - Throws: `SimulationError.unknownName`, `.valueDoesNotFit`, or `.invalidRequest` for a stream
  ///   out of the design or a wrong number of fields.
  public func send(_ stream: String, _ items: [[PortValue]]) throws {
    let index = try index(stream, in: streams, kind: "stream")
    let spec = design.streams[index]
    guard spec.direction == .input else {
      throw SimulationError.invalidRequest(
        "Stream \(stream) leaves the design; receive from it instead.")
    }
    let fields = spec.payload.compactMap { name in ports[name].map { design.ports[$0] } }
    var words: [UInt32] = []
    for item in items {
      guard item.count == fields.count else {
        throw SimulationError.invalidRequest(
          "An item of stream \(stream) has \(fields.count) fields, not \(item.count); give each.")
      }
      for (value, field) in zip(item, fields) { words += try self.words(of: value, for: field) }
      if fields.isEmpty { words.append(0) }
    }
    listen(index)
    library.send(handle, UInt32(index), UInt64(items.count), words)
  }

  /// Queues items of one field.
  public func send(_ stream: String, _ items: some Sequence<Int>) throws {
    try send(stream, items.map { [PortValue($0)] })
  }

  /// Runs until a stream has transferred `count` items, and takes them.
  ///
  /// Streams into the design count too: the result then tells when items were accepted.
  ///
  /// - Throws: `SimulationError.unknownName`, `.cycleLimit`, `.failed`, `.finished`.
  public func receive(_ stream: String, _ count: Int, limit: Int) throws -> [StreamItem] {
    try runUntilReceived(count, from: stream, limit: limit)
    let index = try index(stream, in: streams, kind: "stream")
    return takeTransfers(index, count: count)
  }

  /// Takes the items that a stream has transferred and nobody has taken, without running.
  ///
  /// - Throws: `SimulationError.unknownName`.
  public func received(_ stream: String) throws -> [StreamItem] {
    let index = try index(stream, in: streams, kind: "stream")
    return takeTransfers(index, count: Int(library.transferred(handle, UInt32(index))))
  }

  /// How many items wait to be accepted by the design.
  ///
  /// - Throws: `SimulationError.unknownName`.
  public func pending(_ stream: String) throws -> Int {
    let index = try index(stream, in: streams, kind: "stream")
    return Int(library.pending(handle, UInt32(index)))
  }

  /// Takes what a tap has recorded and nobody has taken.
  ///
  /// - Throws: `SimulationError.unknownName`.
  public func tap(_ name: String) throws -> [StreamItem] {
    let index = try index(name, in: taps, kind: "tap")
    let count = Int(library.recorded(handle, UInt32(index)))
    return take(
      library.takeRecorded, UInt32(index), count: count,
      itemWords: Int(library.tapWords(handle, UInt32(index))), fields: design.taps[index].data)
  }

  /// Engages an agent at full pace if it is not engaged.
  func listen(_ index: Int) {
    guard engaged.insert(index).inserted else { return }
    library.engage(handle, UInt32(index), StreamPace.full.pauseShare, StreamPace.full.seed)
  }

  private func takeTransfers(_ index: Int, count: Int) -> [StreamItem] {
    take(
      library.takeTransfers, UInt32(index), count: count,
      itemWords: Int(library.streamWords(handle, UInt32(index))),
      fields: design.streams[index].payload)
  }

  private func take(
    _ function: BenchLibrary.Take, _ index: UInt32, count: Int, itemWords: Int, fields: [String]
  ) -> [StreamItem] {
    var words = [UInt32](repeating: 0, count: count * itemWords)
    var cycles = [UInt64](repeating: 0, count: count)
    let taken = function(handle, index, UInt64(count), &words, &cycles)
    let specs = fields.compactMap { name in ports[name].map { design.ports[$0] } }
    return (0..<Int(taken)).map { item in
      var rest = words[(item * itemWords)..<((item + 1) * itemWords)]
      let values = specs.map { spec in
        let count = (spec.widthBits + 31) / 32
        defer { rest = rest.dropFirst(count) }
        return PortValue(
          words: Array(rest.prefix(count)), widthBits: spec.widthBits, isSigned: spec.isSigned)
      }
      return StreamItem(cycle: Int(cycles[item]), fields: values)
    }
  }
}
