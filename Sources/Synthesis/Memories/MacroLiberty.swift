import SystemVerilog

/// Liberty text of memories for timing: words come out at the access time, whatever they drive, and
/// what goes in arrives at the edge.
enum MacroLiberty {
  static let name = "memories.lib"

  static func text(
    _ macros: [MemoryMacro], _ table: MemoryTable?, _ library: CellLibrary
  ) -> String {
    let widths = Set(macros.flatMap { $0.box.pins.map(\.width) }).subtracting([1]).sorted()
    var lines = [
      "library (memories) {", "  delay_model : table_lookup;",
      "  time_unit : \"1ns\";", "  capacitive_load_unit (1,ff);",
    ]
    for edge in ["rise", "fall"] {
      lines += [
        "  input_threshold_pct_\(edge) : 50;", "  output_threshold_pct_\(edge) : 50;",
        "  slew_lower_threshold_pct_\(edge) : 20;", "  slew_upper_threshold_pct_\(edge) : 80;",
      ]
    }
    for width in widths {
      lines += [
        "  type (bus_\(width)) {", "    base_type : array;", "    data_type : bit;",
        "    bit_width : \(width);", "    bit_from : \(width - 1);", "    bit_to : 0;",
        "    downto : true;", "  }",
      ]
    }
    for macro in macros {
      let figures = table?.figures(
        words: macro.words, widthBits: macro.widthBits, ports: macro.ports)
      lines += ["  cell (\(macro.name)) {", "    area : \(figures?.area ?? 0);"]
      for pin in macro.box.pins {
        lines += self.pin(pin, macro, access: figures?.access ?? 0, library).map { "    " + $0 }
      }
      lines.append("  }")
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private static func pin(
    _ pin: MemoryBox.Pin, _ macro: MemoryMacro, access: Double, _ library: CellLibrary
  ) -> [String] {
    let isBus = pin.width > 1
    var lines = ["\(isBus ? "bus" : "pin") (\(pin.name)) {"]
    if isBus { lines.append("  bus_type : bus_\(pin.width);") }
    lines.append("  direction : \(pin.isInput ? "input" : "output");")
    if pin.isInput {
      lines.append("  capacitance : \(library.inputLoad);")
      if pin.name == macro.box.clock {
        lines.append("  clock : true;")
      } else {
        lines += timing(macro, "setup_rising", ["rise_constraint", "fall_constraint"], 0)
      }
    } else {
      lines += timing(
        macro, "rising_edge", ["cell_rise", "cell_fall"], access,
        slews: ["rise_transition", "fall_transition"])
    }
    return lines + ["}"]
  }

  private static func timing(
    _ macro: MemoryMacro, _ type: String, _ tables: [String], _ value: Double, slews: [String] = []
  ) -> [String] {
    ["  timing () {", "    related_pin : \"\(macro.box.clock)\";", "    timing_type : \(type);"]
      + (tables.map { ($0, value) } + slews.map { ($0, slewTime) }).map {
        "    \($0) (scalar) { values (\"\($1)\"); }"
      }
      + ["  }"]
  }

  /// ns, of a word that comes out.
  static let slewTime = 0.02
}
