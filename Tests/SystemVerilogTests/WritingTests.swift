import Foundation
import HardwareDSL
import SystemVerilog
import TestSupport
import Testing

@Suite struct WritingTests {
  @Test("All files are written with their list, into a folder that is made")
  func folder() throws {
    try withTemporaryFolder { folder in
      let rtl = folder.appendingPathComponent("out/rtl").path
      let circuit = try elaborate(Fabric(lanes: 2))
      try SystemVerilogEmitter().write(circuit, to: rtl)
      try SystemVerilogEmitter().write(circuit, to: rtl)
      let files = SystemVerilogEmitter().emit(circuit)
      let list = try String(contentsOfFile: rtl + "/files.f", encoding: .utf8)
      #expect(list == files.map { $0.name + "\n" }.joined())
      for file in files {
        #expect(try String(contentsOfFile: rtl + "/" + file.name, encoding: .utf8) == file.text)
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: rtl).count == files.count + 1)
    }
  }
}
