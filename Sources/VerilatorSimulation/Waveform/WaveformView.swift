import HardwareIR
import SystemVerilog

/// What a viewer shows of a waveform at first: signals in groups.
///
/// Signals are chosen by the names that the circuit gives them, and found in the text of whatever
/// form, so that a view serves all configurations of a design.
public struct WaveformView: Hashable, Sendable {
  /// Signals of one instance.
  public struct Choice: Hashable, Sendable {
    /// The instances from below the top, with dots between: `engine.element_0`; empty for the top.
    public var scope: String
    /// Signals by their names without the suffix of their kind, or all whose words begin so:
    /// `rows` stands for `rows_valid_i` as for `rows_ready_o`, and `m_axi_r*` for `m_axi_rvalid`.
    public var names: [String]

    public init(_ scope: String, _ names: String...) {
      self.scope = scope
      self.names = names
    }
  }

  public struct Group: Hashable, Sendable {
    public var title: String
    public var choices: [Choice]
    /// Whether the signals are seen before somebody opens the group.
    public var isOpen: Bool

    public init(_ title: String, _ choices: [Choice], state: State = .open) {
      self.title = title
      self.choices = choices
      isOpen = state == .open
    }

    public enum State: Hashable, Sendable { case open, closed }
  }

  public var groups: [Group]

  public init(_ groups: [Group]) { self.groups = groups }
}

/// A view of the waveforms of one text.
public struct PlacedWaveformView: Hashable, Sendable {
  /// A signal in the waveform.
  public struct Row: Hashable, Sendable {
    /// From the top module on: `vitcod_tiny.u_engine.is_free_o`.
    public var path: String
    public var signal: DeclaredSignal
    /// Levels of hierarchy, the blocks of loops among them: 1 for a signal of the top module.
    public var depth: Int { path.split(separator: ".").count - 1 }
  }

  public var groups: [(title: String, rows: [Row], isOpen: Bool)] {
    zip(view.groups, rows).map { ($0.title, $1, $0.isOpen) }
  }

  /// What the view names and the text does not have.
  public private(set) var missing: [String] = []

  private let view: WaveformView
  private var rows: [[Row]] = []

  /// - Parameter emitter: What makes the text that is simulated.
  public init(_ view: WaveformView, of circuit: Circuit, _ emitter: SystemVerilogEmitter) {
    self.view = view
    let layouts = emitter.layouts(of: circuit)
    let definitions = circuit.definitions
    /// The module and the place in the text of an instance.
    func instance(_ scope: String) -> (module: String, path: String)? {
      var (module, path) = (circuit.top.name, circuit.top.name)
      for name in scope.split(separator: ".").map(String.init) {
        guard let child = definitions[module]?.instances.first(where: { $0.name == name }) else {
          return nil
        }
        path += "." + (layouts[module]?.cells[name] ?? PrintedNames.usualInstance(name))
        module = child.module
      }
      return (module, path)
    }
    for group in view.groups {
      var found: [Row] = []
      for choice in group.choices {
        let place = instance(choice.scope)
        let own = place.flatMap { layouts[$0.module]?.declared } ?? []
        for name in choice.names {
          let chosen = own.filter { $0.isMeant(by: name) }
          if chosen.isEmpty { missing.append([choice.scope, name].joined(separator: ".")) }
          for signal in chosen {
            let row = Row(path: "\(place?.path ?? "").\(signal.path)", signal: signal)
            if !found.contains(row) { found.append(row) }
          }
        }
      }
      rows.append(found)
    }
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.view == right.view && left.rows == right.rows
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(rows) }
}

extension DeclaredSignal {
  /// Whether a name, or the words that several names begin with, means this signal.
  fileprivate func isMeant(by name: String) -> Bool {
    if name.hasSuffix("*") { return self.name.hasPrefix(name.dropLast()) }
    let stem = signalStem(self.name)
    return stem == name || stem.hasPrefix(name + "_")
  }
}
