import HardwareDSL
import VerilatorSimulation

extension WaveformView {
  /// Of the accelerator of attention, in the order in which a program and its data pass through it.
  ///
  /// - Parameter circuit: that of an `AcceleratorTop`.
  public static func attention(_ circuit: Circuit) -> WaveformView {
    WaveformView(run + operands + walks + elements(circuit) + results)
  }

  private static let run = [
    Group(
      "Run",
      [
        Choice("", "irq"),
        Choice("host", "go", "is_ended", "rows", "rows_taken", "is_quiet"),
        Choice("host.control", "state", "fault"),
        Choice("engine", "progress", "activity"),
      ]),
    Group("Registers", [Choice("", "s_axil")], state: .closed),
    Group(
      "Program",
      [
        Choice(
          "reader", "phase", "number", "instructions", "units_valid", "units_tag", "is_free",
          "fault")
      ]),
    Group("Units of work", [Choice("reader", "index", "units", "heads")], state: .closed),
    Group(
      "Index: slots and rows",
      [
        Choice("slots", "range", "requests", "records"),
        Choice("rows", "range", "requests", "records"),
      ], state: .closed),
  ]

  private static let operands = [
    Group(
      "Loads of queries and keys",
      [
        Choice("code_requester", "loads", "requests", "room"),
        Choice("codes", "commands"),
      ]),
    Group(
      "Decoder",
      [
        Choice("codes.decoder", "loads", "weights", "words", "ends"),
        Choice("codes", "counts"),
      ], state: .closed),
    Group(
      "Loads of values",
      [
        Choice("value_requester", "loads", "requests", "room"),
        Choice("values", "loads", "values", "counts"),
      ], state: .closed),
    Group(
      "Operand memories",
      [
        Choice("engine.banks", "keys", "values"),
        Choice("engine.query_memory", "writes", "read"),
      ], state: .closed),
  ]

  private static let walks = [
    Group("Rows to elements", [Choice("engine.dispatcher", "rows", "gives_row", "dispatched")]),
    Group(
      "Walk of the slots",
      [
        Choice("engine.slot_queue", "slots_valid", "slots_ready"),
        Choice(
          "engine.controller", "scores_valid", "scores_ready", "outputs_valid", "outputs_ready",
          "step", "progress"),
      ]),
  ]

  /// Those of the first element are seen at once.
  private static func elements(_ circuit: Circuit) -> [Group] {
    let engine = circuit.modules.first { module in
      circuit.top.instances.contains { $0.name == "engine" && $0.module == module.name }
    }
    let elements = (engine?.instances ?? []).map(\.name).filter {
      $0.wholeMatch(of: /element(_\d+)?/) != nil
    }
    return elements.enumerated().flatMap { number, name in
      let scope = "engine.\(name)"
      let state: Group.State = number == 0 ? .open : .closed
      return [
        Group(
          "Element \(number): rows, slots and operands",
          [
            Choice(
              scope, "row_valid", "row_place", "has_room", "score_slot", "score_ready",
              "output_slot", "output_ready", "key_value_enable", "key_value_bank",
              "key_value_address"),
            Choice("\(scope).lines", "operands_valid", "operands_entry"),
          ], state: state),
        Group(
          "Element \(number): scores and softmax",
          [
            Choice("\(scope).softmax", "score", "result"),
            Choice(scope, "division", "scale"),
          ], state: state),
        Group(
          "Element \(number): outputs",
          [
            Choice("\(scope).lines", "sums_valid", "sums_ends_row"), Choice(scope, "drain"),
          ], state: state),
      ]
    }
  }

  private static let results = [
    Group(
      "Division of row sums", [Choice("engine.divider", "rows", "answers")], state: .closed),
    Group("Rows of outputs", [Choice("engine.collector", "rows")]),
    Group("Writes", [Choice("writer", "rows", "count", "is_idle", "failure")], state: .closed),
    Group("Memory port: reads", [Choice("", "m_axi_ar*", "m_axi_r*")]),
    Group("Memory port: writes", [Choice("", "m_axi_aw*", "m_axi_w*", "m_axi_b*")]),
  ]
}
