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
    slotRing = memory.slots
    slotsOfBeat = max(1, format.slotsOfBeat)
    slotsWaiting = memory.indexBeats * slotsOfBeat
    slotsAhead = memory.slotsAhead + slotsWaiting
    slotBytes = format.slotBytes
    rowBytes = format.rowBytes
    scoreRing = memory.scores
    rowsBetween = memory.rowsBeforeNext + 1
    finishedRows = memory.finishedRows
    drainCycles = configuration.array.macsPerLine
  }
}
