import HardwareDSL
import HardwareLibrary

/// What the user of a master that reads has of it.
struct ReadUse<Request: SignalBundle>: SignalBundle {
  let requests: ReadyValid<Request>
  let windows: [AddressWindow]
  let beats: ReadyValid<Framed<Item>>
  let results: ReadyValid<TransferResult>

  init<Requests: RangeStage>(_ field: FieldMaker, _ checks: Requests, dataBits: Int)
  where Requests.Given == Request {
    requests = ReadyValid(field) { checks.request($0) }
    windows = checks.windows.map { _ in AddressWindow(field, addressBits: checks.addressBits) }
    beats = ReadyValid(field.flipped) { field in Framed(field) { Item($0(.bits(dataBits))) } }
    results = ReadyValid(field.flipped) { TransferResult($0, addressBits: checks.addressBits) }
  }
}

/// What the user of a master that writes has of it.
struct WriteUse<Request: SignalBundle>: SignalBundle {
  let requests: ReadyValid<Request>
  let windows: [AddressWindow]
  let beats: ReadyValid<Item>
  let results: ReadyValid<TransferResult>

  init<Requests: RangeStage>(_ field: FieldMaker, _ checks: Requests, dataBits: Int)
  where Requests.Given == Request {
    requests = ReadyValid(field) { checks.request($0) }
    windows = checks.windows.map { _ in AddressWindow(field, addressBits: checks.addressBits) }
    beats = ReadyValid(field, .bits(dataBits))
    results = ReadyValid(field.flipped) { TransferResult($0, addressBits: checks.addressBits) }
  }
}

/// A master of each kind, all on one port, with ids as clients want them.
final class JoinedMasters<First: RangeStage, Second: RangeStage>: Module {
  let reads: ReadUse<First.Given>
  let packedReads: ReadUse<Second.Given>
  let writes: WriteUse<Second.Given>
  let packedWrites: WriteUse<First.Given>
  let port: AXI4

  let reader: AXI4ReadMaster<First>
  let packedReader: AXI4UnalignedReadMaster<Second>
  let writer: AXI4WriteMaster<Second>
  let packedWriter: AXI4UnalignedWriteMaster<First>
  let interconnect: AXI4Interconnect

  /// - Parameters:
  ///   - first: Makes what checks the requests of the master that reads beats as they are on the
  ///     bus, and of the one that writes packed ones.
  ///   - second: Makes that of the other two.
  init(
    _ first: () -> First, _ second: () -> Second, dataBits: Int, beatsMax: Int, outstanding: Int
  ) {
    let (read, packedRead, written, packedWritten) = (first(), second(), second(), first())
    reads = ReadUse(.input(), read, dataBits: dataBits)
    packedReads = ReadUse(.input(), packedRead, dataBits: dataBits)
    writes = WriteUse(.input(), written, dataBits: dataBits)
    packedWrites = WriteUse(.input(), packedWritten, dataBits: dataBits)
    reader = AXI4ReadMaster(
      read, dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
    packedReader = AXI4UnalignedReadMaster(
      packedRead, dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
    writer = AXI4WriteMaster(
      written, dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
    packedWriter = AXI4UnalignedWriteMaster(
      packedWritten, dataBits: dataBits, beatsMax: beatsMax, outstanding: outstanding)
    let bus = AXI4Shape(addressBits: read.addressBits, dataBits: dataBits)
    interconnect = AXI4Interconnect(readers: 2, writers: 2, bus, ahead: 3)
    port = AXI4(.output(prefix: "m_axi_"), bus.joining(2))
  }

  var moduleName: String { "joined_masters" }

  var documentation: Documentation { Documentation("A master of each kind, all on one port.") }

  var body: Behavior {
    reader.requests <== reads.requests
    reader.windows <== reads.windows
    reads.beats <== reader.beats
    reads.results <== reader.results
    packedReader.requests <== packedReads.requests
    packedReader.windows <== packedReads.windows
    packedReads.beats <== packedReader.beats
    packedReads.results <== packedReader.results
    interconnect.readers[0] <== reader.bus
    interconnect.readers[1] <== packedReader.bus

    writer.requests <== writes.requests
    writer.windows <== writes.windows
    writer.beats <== writes.beats
    writes.results <== writer.results
    packedWriter.requests <== packedWrites.requests
    packedWriter.windows <== packedWrites.windows
    packedWriter.beats <== packedWrites.beats
    packedWrites.results <== packedWriter.results
    interconnect.writers[0] <== writer.bus
    interconnect.writers[1] <== packedWriter.bus
    port <== interconnect.port
  }
}
