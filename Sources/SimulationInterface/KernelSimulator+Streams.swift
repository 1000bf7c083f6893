extension KernelSimulator {
  public func pace(_ stream: String, _ pace: StreamPace) throws {
    if case .random(let probability, _) = pace, !(0..<1).contains(probability) {
      throw SimulationError.invalidRequest(
        probability == 1
          ? "Stream \(stream) would pause with probability 1, for ever; give less, or .stopped."
          : "Stream \(stream) cannot pause with probability \(probability); give 0 to less than 1.")
    }
    let index = try state.stream(stream, in: interface)
    try refuseServed(index)
    kernel.engage(stream: index, pauseShare: pace.pauseShare, seed: pace.seed)
    state.engaged.insert(index)
  }

  public func send(_ stream: String, _ items: [[PortValue]]) throws {
    let index = try state.stream(stream, in: interface)
    let spec = interface.streams[index]
    try refuseServed(index)
    guard spec.direction == .input else {
      throw SimulationError.invalidRequest(
        "Stream \(stream) leaves the design; receive from it instead.")
    }
    let fields = spec.fields.compactMap { name in state.spec(of: name, in: interface) }
    var words: [UInt32] = []
    for item in items {
      guard item.count == fields.count else {
        throw SimulationError.invalidRequest(
          "An item of stream \(stream) has \(fields.count) fields, not \(item.count); give each.")
      }
      for (value, field) in zip(item, fields) { words += try self.words(of: value, for: field) }
      if spec.payload.isEmpty { words.append(0) }
    }
    listen(index)
    kernel.send(stream: index, items: items.count, words: words)
  }

  public func receive(_ stream: String, _ count: Int, limit: Int) throws -> [StreamItem] {
    try runUntilReceived(count, from: stream, limit: limit)
    let index = try state.stream(stream, in: interface)
    return takeTransfers(index, count: count)
  }

  public func received(_ stream: String) throws -> [StreamItem] {
    let index = try state.stream(stream, in: interface)
    // Nothing would ever be recorded of a stream that leaves the design, or of one that is served.
    let isServed = state.served.contains(index)
    if isServed || interface.streams[index].direction == .output { listen(index) }
    return takeTransfers(index, count: kernel.transferred(stream: index))
  }

  public func pending(_ stream: String) throws -> Int {
    let index = try state.stream(stream, in: interface)
    return kernel.pending(stream: index)
  }

  public func tap(_ name: String) throws -> [StreamItem] {
    let index = try state.tap(name, in: interface)
    let items = kernel.takeRecorded(tap: index, items: kernel.recorded(tap: index))
    return streamItems(items, fields: interface.taps[index].fields)
  }

  public func attach(_ agent: any AttachedAgent, to streams: [String]) throws {
    let indices = try streams.map { try state.stream($0, in: interface) }
    let specs = indices.map { interface.streams[$0] }
    guard let first = specs.first, Set(indices).count == indices.count else {
      throw SimulationError.invalidRequest(
        "An agent cannot serve the streams \(streams); give one or more, each once.")
    }
    for (index, spec) in zip(indices, specs) {
      guard !state.engaged.contains(index), !state.served.contains(index) else {
        throw SimulationError.invalidRequest(
          "Stream \(spec.name) has an agent already; attach the new one before anything else.")
      }
      guard spec.domain == first.domain else {
        throw SimulationError.invalidRequest(
          "The streams \(first.name) and \(spec.name) have other clocks; attach an agent to each.")
      }
    }
    state.served.formUnion(indices)
    kernel.attach(agent, to: indices)
  }

  private func refuseServed(_ index: Int) throws(SimulationError) {
    guard state.served.contains(index) else { return }
    throw .invalidRequest(
      "Stream \(interface.streams[index].name) is served by what is attached to it; set the pace "
        + "and the answers there.")
  }

  /// Engages an agent at full pace if it is not engaged.
  func listen(_ index: Int) {
    guard state.engaged.insert(index).inserted else { return }
    kernel.engage(stream: index, pauseShare: StreamPace.full.pauseShare, seed: StreamPace.full.seed)
  }

  private func takeTransfers(_ index: Int, count: Int) -> [StreamItem] {
    streamItems(
      kernel.takeTransfers(stream: index, items: count), fields: interface.streams[index].fields)
  }

  private func streamItems(_ items: KernelItems, fields: [String]) -> [StreamItem] {
    let specs = fields.compactMap { state.spec(of: $0, in: interface) }
    return items.cycles.enumerated().map { item, cycle in
      var rest = items.words[(item * items.itemWords)..<((item + 1) * items.itemWords)]
      let values = specs.map { spec in
        let count = (spec.widthBits + 31) / 32
        defer { rest = rest.dropFirst(count) }
        return PortValue(
          words: Array(rest.prefix(count)), widthBits: spec.widthBits, isSigned: spec.isSigned)
      }
      return StreamItem(cycle: cycle, fields: values)
    }
  }
}
