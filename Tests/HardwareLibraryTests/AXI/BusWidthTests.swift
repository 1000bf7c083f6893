import HardwareDSL
import HardwareIR
import HardwareLibrary
import TestSupport
import Testing

/// Buses of a top, of any width.
private final class Buses<Bus: SignalBundle>: Module {
  let given: Bus
  let passed: Bus

  init(_ make: (FieldMaker) -> Bus) {
    passed = make(.output())
    given = make(.input())
  }

  var moduleName: String { "buses" }
  var documentation: Documentation { Documentation("Passes a bus on.") }
  var body: Behavior { passed <== given }
}

@Suite("Widths that a bus does not have")
struct BusWidthTests {
  private func mistakes<Bus: SignalBundle>(_ make: (FieldMaker) -> Bus) -> Set<String> {
    do {
      _ = try elaborate(Buses(make))
      return []
    } catch let error as DiagnosticError {
      // One for each bus.
      #expect(error.diagnostics.count.isMultiple(of: 2))
      #expect(error.diagnostics.allSatisfy { $0.location?.file == #filePath })
      return Set(
        error.diagnostics.map { $0.message.split(separator: ": ", maxSplits: 1).last ?? "" }
          .map(String.init))
    } catch {
      return ["\(error)"]
    }
  }

  @Test(
    "Data of AXI4 are refused in one sentence",
    arguments: [0, 1, 4, 12, 24, 48, 96, 2_048, -8, Int.max, Int.min])
  func data(bits: Int) {
    let shape = AXI4Shape(dataBits: bits)
    let sentence =
      "AXI4 has no data of \(bits) bits; give 8, 16, 32, 64, 128, 256, 512 or 1024"
    #expect(mistakes { AXI4($0, shape) } == [sentence])
    #expect(mistakes { AXI4ReadChannels($0, shape) } == [sentence])
    #expect(mistakes { AXI4WriteChannels($0, shape) } == [sentence])
  }

  @Test("All data that AXI4 has are taken", arguments: [8, 16, 32, 64, 128, 256, 512, 1_024])
  func possible(bits: Int) {
    for (address, id) in [(1, 0), (64, 32)] {
      let shape = AXI4Shape(addressBits: address, dataBits: bits, idBits: id)
      #expect(mistakes { AXI4($0, shape) } == [])
    }
  }

  @Test("So are addresses and ids", arguments: [-1, 65, Int.max, Int.min])
  func addresses(bits: Int) {
    #expect(
      mistakes { AXI4($0, AXI4Shape(addressBits: bits, dataBits: 32, idBits: bits)) } == [
        "AXI4 has no addresses of \(bits) bits; give 1 to 64",
        "AXI4 has no ids of \(bits) bits; give 0 to 32",
      ])
    #expect(
      mistakes { AXI4Lite($0, addressBits: bits) } == [
        "AXI4-Lite has no addresses of \(bits) bits; give 1 to 64"
      ])
    #expect(
      mistakes { AXI4Lite($0, addressBits: 0) } == [
        "AXI4-Lite has no addresses of 0 bits; give 1 to 64"
      ])
  }

  @Test("So are the data of AXI4-Stream", arguments: [0, 4, 12, 32_776, -8, Int.max, Int.min])
  func stream(bits: Int) {
    #expect(
      mistakes { field in ReadyValid(field) { AXI4StreamBeat($0, dataBits: bits) } } == [
        "AXI4-Stream has no data of \(bits) bits; give a multiple of 8 from 8 to 32768"
      ])
    #expect(
      mistakes { field in ReadyValid(field) { AXI4StreamBeat($0, dataBits: 24) } } == [])
  }

  @Test("The port of an interconnect has no more ids than there are", arguments: [2, 3, 5])
  func joined(masters: Int) throws {
    let most = 32 - bitsToHold(masters - 1)
    func interconnect(_ idBits: Int) throws -> Circuit {
      try elaborate(
        AXI4ReadInterconnect(masters: masters, AXI4Shape(dataBits: 32, idBits: idBits)))
    }
    #expect(throws: Never.self) { try interconnect(most) }
    #expect {
      try interconnect(most + 1)
    } throws: { error in
      withoutColumns("\(error)").hasSuffix(
        "an AXI4ReadInterconnect of ids of \(most + 1) bits; give it 0 to \(most) [definition]")
    }
  }
}
