import HardwareDSL

/// The domains of the units that join two; a parent places them where they belong:
///
///     clock(fifo, [.source: .default, .sink: .pixel])
extension ClockDomain {
  /// What comes in belongs to it.
  public static let source = ClockDomain("source")
  /// What goes out belongs to it.
  public static let sink = ClockDomain("sink")
}
