import HardwareIR

/// What a module is for, and its contract: latency, throughput, reset and combinational paths, by
/// its own ports. It heads the emitted text.
///
///     Documentation(
///       "Adds up terms.", latency: [.cycles(1, from: valid, term, to: sum)],
///       throughput: [.one("term", from: valid, to: sum)], reset: [.value(0, of: sum)],
///       combinationalPaths: .none)
///
/// What is not stated is no promise. Paths, and what latencies and resets say about them, are
/// compared with the body when the module is elaborated.
public struct Documentation {
  let summary: String
  let latency: [Latency]
  let throughput: [Throughput]
  let reset: [Reset]
  let combinationalPaths: Paths
  let location: SourceLocation

  /// - Parameter combinationalPaths: which inputs reach which outputs without a register. A black
  ///   box that does not state them has all.
  public init(
    _ summary: String, latency: [Latency] = [], throughput: [Throughput] = [], reset: [Reset] = [],
    combinationalPaths: Paths = .unstated, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    self.summary = summary
    self.latency = latency
    self.throughput = throughput
    self.reset = reset
    self.combinationalPaths = combinationalPaths
    location = SourceLocation(file: file, line: line, column: column)
  }

  /// How many clock edges lie between a cause and its effect.
  public struct Latency {
    enum Content {
      case cycles(Int, from: [any Terminal], to: [any Terminal], note: String?)
      case sentence(String)
    }

    let content: Content

    /// A change of any of `from` is first seen at `to` so many cycles later, in cycles of the clock
    /// domain of `to`. Streams and taps are taken by their items.
    ///
    /// - Parameter note: what a reader has to know beside, as "for the last score of a row".
    public static func cycles(
      _ count: Int, from: any Terminal..., to: any Terminal..., note: String? = nil
    ) -> Latency {
      Latency(content: .cycles(count, from: from, to: to, note: note))
    }

    /// What no value says. Nothing checks it.
    public static func sentence(_ text: String) -> Latency { Latency(content: .sentence(text)) }
  }

  /// How often something can be done.
  public struct Throughput {
    enum Content {
      case items(
        Int, of: String, cycles: Int, from: [any Terminal], to: [any Terminal], note: String?)
      case sentence(String)
    }

    let content: Content

    /// One item every so many cycles.
    ///
    /// - Parameters:
    ///   - item: in the singular.
    ///   - from: where an item enters.
    ///   - to: where it is seen.
    ///   - note: what a reader has to know beside, as "at any level but empty and full".
    public static func one(
      _ item: String, every cycles: Int = 1, from: any Terminal..., to: any Terminal...,
      note: String? = nil
    ) -> Throughput {
      Throughput(content: .items(1, of: item, cycles: cycles, from: from, to: to, note: note))
    }

    /// Several items every so many cycles, which enter and are seen together.
    ///
    /// - Parameter items: in the plural.
    public static func several(
      _ count: Int, _ items: String, every cycles: Int = 1, from: any Terminal...,
      to: any Terminal..., note: String? = nil
    ) -> Throughput {
      Throughput(content: .items(count, of: items, cycles: cycles, from: from, to: to, note: note))
    }

    /// What no value says. Nothing checks it.
    public static func sentence(_ text: String) -> Throughput {
      Throughput(content: .sentence(text))
    }
  }

  /// What is known right after a reset.
  public struct Reset {
    enum Content {
      case none
      case control
      case value(Int, of: [any Terminal])
      case sentence(String)
    }

    let content: Content

    /// No register has a reset, here or in a child.
    public static var none: Reset { Reset(content: .none) }
    /// Some registers have a reset, and data have none.
    public static var control: Reset { Reset(content: .control) }

    /// Outputs have this value after a reset, whatever the inputs are, until something happens.
    public static func value(_ value: Int, of outputs: any Terminal...) -> Reset {
      Reset(content: .value(value, of: outputs))
    }

    /// What no value says. Nothing checks it.
    public static func sentence(_ text: String) -> Reset { Reset(content: .sentence(text)) }
  }

  /// Which inputs reach which outputs in the same cycle: `.none`, `.all`, or a list of paths and no
  /// other, `[.path(from: start, to: done)]`.
  public struct Paths: ExpressibleByArrayLiteral {
    enum Content {
      case unstated
      case all
      case only([Path])
    }

    let content: Content

    /// No promise.
    public static var unstated: Paths { Paths(content: .unstated) }
    /// Every output comes from a register.
    public static var none: Paths { Paths(content: .only([])) }
    /// Every output follows every input.
    public static var all: Paths { Paths(content: .all) }

    public init(arrayLiteral paths: Path...) { content = .only(paths) }

    /// Paths that a generator has collected.
    public init(_ paths: [Path]) { content = .only(paths) }

    private init(content: Content) { self.content = content }
  }

  /// Each of some inputs reaches each of some outputs without a register. An array counts as one:
  /// any of its elements.
  public struct Path {
    let from: [any Terminal]
    let to: [any Terminal]

    public static func path(from: any Terminal..., to: any Terminal...) -> Path {
      Path(from: from, to: to)
    }

    /// Each field of bundles reaches the field in its place of others, and no other: so payloads
    /// are passed on, whatever they are.
    public static func fields<Bundle: SignalBundle>(of from: Bundle..., to: Bundle...) -> [Path] {
      fields(of: from, to: to)
    }

    /// The same for arrays of bundles.
    public static func fields<Bundle: SignalBundle>(
      of from: [Bundle], to: [Bundle]
    ) -> [Path] {
      let from = from.map { HardwareDSL.fields(of: $0).map(\.signal) }
      let to = to.map { HardwareDSL.fields(of: $0).map(\.signal) }
      return (from.first ?? []).indices.map { field in
        Path(from: [from.map { $0[field] }], to: [to.map { $0[field] }])
      }
    }
  }
}
