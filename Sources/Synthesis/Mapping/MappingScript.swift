/// What Yosys is told to map one module.
enum MappingScript {
  static let sourceName = "module.sv"
  static let buffersName = "buffers.v"
  static let constraintsName = "constraints"
  static let gatesName = "gates.abc"
  static let registersName = "registers.json"
  static let openName = "registers-without-enable"
  static let cellsName = "cells.json"
  static let netlistName = "netlist.v"

  static func text(_ mapping: MappingText, _ library: CellLibrary, path: String) -> String {
    let top = mapping.module.name
    var lines = [
      "read_verilog -sv -DSYNTHESIS \(sourceName)", "hierarchy -check -top \(top)", "proc",
      "flatten",
      // Yosys 0.23 looks at choices among wide words for minutes.
      "simplemap t:$mux r:WIDTH>=32 %i",
      "synth -flatten -noabc -top \(top)",
      // Flip-flops keep the names of the source.
      "rename -wire t:$_*DFF*", "tee -q -o \(registersName) stat -json",
      "tee -q -o \(openName) select -list t:$_DFF_?_ t:$_SDFF_???_",
    ]
    if !mapping.boxes.isEmpty { lines.append("techmap -max_iter 1 -map \(buffersName)") }
    lines += [
      "dfflibmap -liberty \(path)",
      "abc -liberty \(path) -constr \(constraintsName) -script \(gatesName)",
    ]
    lines += ties(library)
    lines.append("opt_clean -purge")
    lines += mapping.boxes.map { "chtype -set \($0) t:\($0)\(MappingText.boxSuffix)" }
    lines += [
      "tee -q -o \(cellsName) stat -json",
      // OpenSTA reads no assignment to several parts at once.
      "write_verilog -noattr -noexpr -simple-lhs \(netlistName)",
    ]
    return lines.map { $0 + "\n" }.joined()
  }

  /// What ABC does: Yosys' own commands for cells that are sized and nets that are buffered, but
  /// that a search for equal nodes gives up in the end. In a product, where there are none, it took
  /// 88 s of 90, for cells that were no better.
  static let gates = """
    strash
    &get -n
    &fraig -x -C 5000
    &put
    scorr
    dc2
    dretime
    strash
    &get -n
    &dch -f
    &nf -R 10 -F 5
    &put
    buffer
    upsize
    dnsize

    """

  static func constraints(_ library: CellLibrary) -> String {
    "set_driving_cell \(library.driver)\nset_load \(library.load) [all_outputs]\n"
  }

  /// Cells for constants, where the library has them.
  private static func ties(_ library: CellLibrary) -> [String] {
    let high = library.high.map { " -hicell \($0.cell) \($0.pin)" } ?? ""
    let low = library.low.map { " -locell \($0.cell) \($0.pin)" } ?? ""
    return high + low == "" ? [] : ["hilomap\(high)\(low)"]
  }
}
