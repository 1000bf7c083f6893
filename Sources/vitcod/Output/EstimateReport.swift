import AttentionCompiler
import AttentionSpec
import Basics

/// What `vitcod estimate` says of the attention of a network.
struct EstimateReport: TextReport, Codable {
  struct Layer: Codable {
    var layer: Int
    var keptEntries: Int
    var slots: Int
    /// From the last output write of the layer before, or from the start, to its own.
    var cycles: Int
    /// Cycles in which all multipliers would do what the masks keep.
    var floor: Int
    /// Cycles that places of slots without an entry cost.
    var idlePlaces: Int
    /// Cycles without an issue while its outputs are the next to pass.
    var waits: Int
  }

  /// Where cycles went.
  struct Cause: Codable, Equatable {
    var name: String
    var cycles: Int
  }

  let configuration: AcceleratorConfiguration
  /// From the start write to the interrupt.
  let cycles: Int
  let bytesRead: Int
  let bytesWritten: Int
  let layers: [Layer]
  /// They add up to all cycles.
  let causes: [Cause]

  init(
    _ program: AttentionProgram, _ inputs: [LayerInput], _ configuration: AcceleratorConfiguration
  ) {
    let (plan, estimate) = (program.plan, program.estimate)
    self.configuration = configuration
    cycles = estimate.cycles
    (bytesRead, bytesWritten) = (estimate.bytesRead, estimate.bytesWritten)
    var before = 0
    let layers = inputs.enumerated().map { number, input in
      let units = program.units(ofLayer: number)
      let end = program.estimatedEnd(ofLayer: number)
      defer { before = end }
      let kept = input.heads.reduce(0) { $0 + $1.mask.keptCount }
      let slots = units.reduce(0) { $0 + plan.units[$1].schedule.slotCount }
      let floor = configuration.floor(of: input)
      let issued = 2 * slots * configuration.chunks(headDimension: input.headDimension)
      return Layer(
        layer: number, keptEntries: kept, slots: slots, cycles: end - before, floor: floor,
        idlePlaces: issued - floor, waits: units.reduce(0) { $0 + estimate.idleOfUnits[$1] })
    }
    self.layers = layers
    func sum(_ value: (Layer) -> Int) -> Int { layers.reduce(0) { $0 + value($1) } }
    let walked = sum(\.floor) + sum(\.idlePlaces) + sum(\.waits)
    let waits = estimate.idle.map { idle, cycles in
      Cause(name: Self.name(idle), cycles: cycles)
    }
    causes =
      [
        Cause(name: "products of kept entries", cycles: sum(\.floor)),
        Cause(name: "places of slots without an entry", cycles: sum(\.idlePlaces)),
      ] + waits.sorted { ($1.cycles, $0.name) < ($0.cycles, $1.name) }
      + [Cause(name: "the last outputs leave", cycles: estimate.cycles - walked)]
  }

  private static func name(_ idle: AttentionEstimate.Idle) -> String {
    "a slot of scores waits for \(idle.scores), one of outputs for \(idle.outputs)"
  }

  var text: String {
    var table = TextTable(["layer", "kept", "slots", "cycles", "floor", "places", "waits"])
    for layer in layers {
      table.add(
        [
          layer.layer, layer.keptEntries, layer.slots, layer.cycles, layer.floor, layer.idlePlaces,
          layer.waits,
        ].map { "\($0)" })
    }
    let width = "\(cycles)".count
    let lines = causes.map { cause in
      let number = "\(cause.cycles)"
      return String(repeating: " ", count: width - number.count) + number + "  \(cause.name)"
    }
    let floor = causes.first?.cycles ?? 0
    let share = TextTable.percent(Double(floor) / Double(max(1, cycles)))
    return
      ([table.text, ""] + lines + [
        "", "\(cycles) cycles from start to interrupt, \(share) of them used.",
        "\(bytesRead) bytes read, \(bytesWritten) written.",
      ]).joined(separator: "\n")
  }
}
