extension DesignUnderTest {
  /// Where waveforms have the top module: inside of another where its ports are vectors, which a
  /// bench knows element by element.
  public var waveformRoot: String { vectors.isEmpty ? "TOP" : "TOP.\(TopWrapper.name)" }
}
