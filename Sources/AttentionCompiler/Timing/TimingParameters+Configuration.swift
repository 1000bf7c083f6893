import AttentionSpec

extension TimingParameters {
  /// What a valid configuration has; memory outside as it is by default.
  public init(_ configuration: AcceleratorConfiguration) {
    self.init()
    let (memory, format) = (configuration.memory, StreamFormat(configuration))
    portBytes = format.beatBytes
    burstBytes = configuration.port.burstBytes
    codeBytes = memory.codeBeats * format.beatBytes
    valueBytes = memory.valueBeats * format.beatBytes
    decoder = configuration.decoder
    wordBytes = format.wordBytes
    writeBuses = min(memory.banks, max(4, 2 * decoder.heads))
    keyPlaces = memory.keys
    recordBeats = memory.indexBeats
    slotRing = memory.slots
    slotsAhead = memory.slotsAhead
    slotsOfBeat = max(1, format.slotsOfBeat)
    rowBytes = format.rowBytes
    scoreRing = memory.scores
    rowsBetween = memory.rows
    finishedRows = memory.finishedRows
    drainCycles = configuration.array.macsPerLine
    outputs = memory.outputs
    writes = configuration.port.writes
  }
}
