import AttentionSpec
import ModelImport
import NetworkSpec
import TensorFiles
import Testing

@Suite struct MaskFileTests {
  @Test("Masks of two, three and four axes are read")
  func axes() throws {
    let flags = (0..<24).map { $0 % 3 != 0 }
    let one = try MaskFile(Tensor(shape: [2, 2], elements: Array(flags[0..<4])), meaning: .kept)
    #expect((one.blocks, one.heads, one.tokens) == (1, 1, 2))
    #expect(try one.mask(block: 0, head: 0).kept == [false, true, true, false])
    let three = try MaskFile(
      Tensor(shape: [3, 2, 2], elements: Array(flags[0..<12])), meaning: .kept)
    #expect((three.blocks, three.heads) == (1, 3))
    #expect(try three.mask(block: 0, head: 2).kept == Array(flags[8..<12]))
    let six = try MaskFile(Tensor(shape: [3, 2, 2, 2], elements: flags), meaning: .kept)
    #expect((six.blocks, six.heads) == (3, 2))
    #expect(try six.mask(block: 1, head: 1).kept == Array(flags[12..<16]))
  }

  @Test("True means what the reader says")
  func meaning() throws {
    let file = try Tensor(shape: [2, 2], elements: [true, false, false, true])
    #expect(
      try MaskFile(file, meaning: .pruned).mask(block: 0, head: 0).kept
        == [false, true, true, false])
    let bytes = try Tensor(elementType: .uint8, shape: [2, 2], bytes: [1, 0, 0, 1])
    #expect(
      try MaskFile(bytes, meaning: .kept).mask(block: 0, head: 0).kept
        == [true, false, false, true])
  }

  @Test("The masks of all heads are those of a network")
  func network() throws {
    let flags = (0..<24).map { $0 % 3 != 0 }
    let file = try MaskFile(Tensor(shape: [2, 3, 2, 2], elements: flags), meaning: .kept)
    let masks = try file.networkMasks()
    #expect((masks.blocks, masks.heads, masks.tokens) == (2, 3, 2))
    #expect(masks[1, 0].kept == Array(flags[12..<16]))
  }

  @Test("What is not a mask is refused with a sentence")
  func refusals() throws {
    let flags = Array(repeating: true, count: 12)
    #expect(
      try read([3, 4], flags)
        == "The mask array has the shape [3, 4], but masks are [n, n], [heads, n, n] or "
        + "[blocks, heads, n, n]; reshape it.")
    #expect(
      try read([12], flags)
        == "The mask array has the shape [12], but masks are [n, n], [heads, n, n] or "
        + "[blocks, heads, n, n]; reshape it.")
    #expect(
      try read([0, 2, 2], [])
        == "The mask array has the shape [0, 2, 2], but a mask has 1 to 4096 tokens and there is "
        + "at least one; write the array again.")
    let file = try MaskFile(Tensor(shape: [3, 2, 2], elements: flags), meaning: .kept)
    #expect(
      refusal { _ = try file.mask(block: 1, head: 0) }
        == "The block 1 is not among the 1 of the mask file; choose 0 to 0.")
    #expect(
      refusal { _ = try file.mask(block: 0, head: -1) }
        == "The head -1 is not among the 3 of the mask file; choose 0 to 2.")
    let empty = try MaskFile(Tensor(shape: [3, 2, 2], elements: flags), meaning: .pruned)
    #expect(
      refusal { _ = try empty.mask(block: 0, head: 1) }
        == "In block 0, head 1: Row 0 of the mask keeps nothing, but softmax needs at least one "
        + "entry in each row; keep its diagonal entry, or check whether True means pruned or kept "
        + "in the file.")
  }

  @Test(
    "The published mask of DeiT-Tiny has the published counts",
    .enabled(if: SharedData.isPresent, "the shared data folder is not beside the package"))
  func published() throws {
    let file = try MaskFile(NpyFile(path: SharedData.maskPath).tensor, meaning: .pruned)
    #expect((file.blocks, file.heads, file.tokens) == (12, 3, 197))
    let counts = try (0..<12).flatMap { block in
      try (0..<3).map { try file.mask(block: block, head: $0).keptCount }
    }
    #expect(counts.reduce(0, +) == 74_399)
    #expect(counts.min() == 589)
    #expect(counts.max() == 7744)
  }

  private func read(_ shape: [Int], _ flags: [Bool]) throws -> String {
    let file = try Tensor(shape: shape, elements: flags)
    return refusal { _ = try MaskFile(file, meaning: .kept) }
  }
}
