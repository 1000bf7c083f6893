import BenchSupport
import HardwareDSL

@testable import Accelerator

/// The units of programs, outputs and runs whose slips are tried, with the checks that may notice
/// them.
enum ProgramUnits {
  private typealias Check = MutatedUnit.Check

  private static let format = RecordChannelTests.formats[0]

  private static var reader: ProgramReader {
    let kind = ProgramReaderTests.kinds[1]
    return ProgramReader(
      RandomProgram.configuration(
        decoderHeads: kind.decoderHeads, headDimension: kind.headDimension))
  }

  static let all: [MutatedUnit] = [
    MutatedUnit(
      "RecordRequester",
      RecordRequester(
        addressBits: 20, laneBits: 4, recordsOfBeat: format.recordsOfBeat,
        burstBits: format.burstBits, depth: format.depth), records),
    MutatedUnit(
      "RecordUnpacker",
      RecordUnpacker(
        beatBits: 128, recordBits: 8 * format.bytes, recordsOfBeat: format.recordsOfBeat), records),
    MutatedUnit("RecordChannel", RecordChannel("records", format, addressBits: 20), records),
    MutatedUnit("ProgramReader", reader, programs),
    MutatedUnit("OutputPlacer", OutputPlacer(OutputWriterTests.configuration(chunks: 3)), outputs),
    MutatedUnit("OutputWriter", OutputWriter(OutputWriterTests.configuration(chunks: 3)), outputs),
    MutatedUnit("RunControl", RunControl(addressBits: 40), runs),
    MutatedUnit("BusMonitor", BusMonitor(outstanding: 20), monitor),
    MutatedUnit("HostRegisters", HostRegisters(HostRegistersTests.configuration), hosts),
  ]

  private static let records: [Check] = [
    { try await RecordChannelTests().records(number: 0) },
    { try await RecordChannelTests().waits() },
    { try await ProgramContractTests().recordChannel() },
  ]

  private static let programs: [Check] = [
    { try await ProgramReaderTests().meaning(kind: 1) },
    { try await BadProgramTests().rules(kind: 1) },
    { try await BadProgramTests().bits(kind: 1) },
    { try await BadProgramTests().startsAgain(kind: 1) },
    { try await BadProgramTests().ends() }, { try await BadProgramTests().behind() },
    { try await ProgramReaderTests().rate(kind: 1) },
  ]

  private static let outputs: [Check] = [
    { try await OutputWriterTests().writes(chunksMax: 3, chunks: 3, macs: 4) },
    { try await OutputWriterTests().interleaved(chunksMax: 3) },
    { try await OutputWriterTests().slow(chunksMax: 3) },
    { try await OutputWriterTests().stuck(chunksMax: 3) },
    { try await OutputWriterTests().rate(chunksMax: 3) },
    { try await OutputWriterTests().failures(response: .slaveError, chunksMax: 3) },
  ]

  private static let runs: [Check] = [
    { try await RunControlTests().endsWell() }, { try await RunControlTests().endsOnce() },
    { try await RunControlTests().startsOnce() }, { try await RunControlTests().faults() },
    { try await RunControlTests().results() }, { try await RunControlTests().refusal() },
    { try await RunControlTests().idle() }, { try await RunControlTests().timeout(cycles: 1) },
    { try await RunControlTests().timeout(cycles: 37) },
    { try await RunControlTests().noTimeout() },
  ]

  private static let monitor: [Check] = [{ try await BusMonitorTests().counts() }]

  private static let hosts: [Check] = [
    { try await HostRegistersTests().identity() }, { try await HostRegistersTests().places() },
    { try await HostRegistersTests().holes() }, { try await HostRegistersTests().runs() },
    { try await HostRegistersTests().fails() },
    { try await HostRegistersTests().refusals() }, { try await HostRegistersTests().counters() },
    { for number in 0..<6 { try await HostRegistersTests().sources(number: number) } },
    { try await HostRegistersTests().beyond(name: "program") },
    { try await HostRegistersTests().beyond(name: "data") },
    { try await HostRegistersTests().beyond(name: "outputs") },
  ]
}
