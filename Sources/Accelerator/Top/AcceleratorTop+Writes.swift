import AttentionSpec
import HardwareDSL
import HardwareLibrary

extension AcceleratorTop {
  /// The half of the port that writes, which has one master.
  @HardwareBuilder var writePort: Behavior {
    let (ours, writes) = (writer.bus, memory.aw)
    writes.valid <== ours.aw.valid
    ours.aw.ready <== writes.ready
    let (from, to) = (ours.aw.payload, writes.payload)
    to.id <== 0
    to.addr <== from.addr
    to.len <== from.len
    // A word takes its share of the port alone.
    to.size <== .number(bitsToIndex(configuration.wordBytes))
    to.burst <== from.burst
    to.cache <== from.cache
    to.prot <== from.prot
    memory.w <== ours.w
    let answers = memory.b
    ours.b.valid <== answers.valid
    answers.ready <== ours.b.ready
    ours.b.payload.resp <== answers.payload.resp
    ours.b.payload.id <== 0
    unused("memoryBId", answers.payload.id)
  }
}
