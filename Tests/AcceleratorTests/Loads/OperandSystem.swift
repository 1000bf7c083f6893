import AttentionSpec
import HardwareDSL
import HardwareLibrary

@testable import Accelerator

/// All that loads operands, with the memories that they go to.
final class OperandSystem: Module {
  let codeAsks: ReadyValid<LoadAsk>
  let codeCommands: ReadyValid<CodeCommand>
  let codeRequests: ReadyValid<MemoryRequest>
  let codeBeats: ReadyValid<Item>
  let valueAsks: ReadyValid<LoadAsk>
  let valueLoads: ReadyValid<LoadPlaces>
  let valueRequests: ReadyValid<MemoryRequest>
  let valueBeats: ReadyValid<Item>
  let progress: Progress
  let codeCounts: ChannelCounts
  let valueCounts: ChannelCounts
  let read: [KeyValueRead]
  let query: QueryRead

  let codeRequester: LoadRequester
  let valueRequester: LoadRequester
  let codes: CodeChannel
  let values: ValueChannel
  let banks: OperandBanks
  let queries: QueryMemory

  init(_ configuration: AcceleratorConfiguration) {
    let (port, bytes) = (configuration.port, LoadRequester.bytesBits(configuration))
    codeAsks = .input { LoadAsk($0, configuration) }
    codeCommands = .input { CodeCommand($0, configuration) }
    codeRequests = .output { MemoryRequest($0, addressBits: port.addressBits, bytesBits: bytes) }
    codeBeats = .input(.bits(port.dataBits))
    valueAsks = .input { LoadAsk($0, configuration) }
    valueLoads = .input { LoadPlaces($0, configuration) }
    valueRequests = .output { MemoryRequest($0, addressBits: port.addressBits, bytesBits: bytes) }
    valueBeats = .input(.bits(port.dataBits))
    progress = Progress(.input())
    codeCounts = ChannelCounts(.output(), kinds: 2, configuration)
    valueCounts = ChannelCounts(.output(), kinds: 1, configuration)
    read = (0..<configuration.array.elements).map { _ in
      KeyValueRead(ofBanks: .input(), configuration)
    }
    query = QueryRead(.input(), configuration)
    codeRequester = LoadRequester(configuration, beats: configuration.memory.codeBeats)
    valueRequester = LoadRequester(configuration, beats: configuration.memory.valueBeats)
    codes = CodeChannel(configuration)
    values = ValueChannel(configuration)
    banks = OperandBanks(configuration)
    queries = QueryMemory(configuration)
  }

  var moduleName: String { "operand_system" }
  var documentation: Documentation { Documentation("All that loads operands.") }

  var body: Behavior {
    codeRequester.loads <== codeAsks
    codeRequester.progress <== progress
    codeRequester.freed <== codes.source.freed
    codeRequests <== codeRequester.requests
    codes.commands <== codeCommands
    codes.features <== 0
    codes.source.beats <== codeBeats
    codeCounts <== codes.counts
    valueRequester.loads <== valueAsks
    valueRequester.progress <== progress
    valueRequester.freed <== values.source.freed
    valueRequests <== valueRequester.requests
    values.loads <== valueLoads
    values.source.beats <== valueBeats
    valueCounts <== values.counts
    banks.keys <== codes.keys
    banks.values <== values.values
    queries.writes <== codes.queries
    banks.read <== read
    queries.read <== query
  }
}
