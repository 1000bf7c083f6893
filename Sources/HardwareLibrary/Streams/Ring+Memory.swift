import HardwareDSL

extension Ring {
  /// Gives the words of the ring that lie in a memory, from `head` up to `end`: the next one is
  /// fetched as soon as the one before has gone, and waits in the read data, so that no register is
  /// needed for words.
  @HardwareBuilder func give<Payload: SignalBundle>(
    _ words: Memory, from head: Signal, to end: Signal, isFetched: Signal,
    through output: ReadyValid<Payload>
  ) -> Behavior {
    let isEmpty = wire("isEmpty", head == end)
    let advances = wire("advances", !isFetched || output.ready)
    when(advances) { isFetched <== !isEmpty }
    when(advances && !isEmpty) {
      words.read(at: slot(of: head))
      head <== next(head)
    }
    output.valid <== isFetched
    output.payload <== words.readData.asBundle(like: output.payload)
  }
}
