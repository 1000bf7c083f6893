import Foundation
import TensorFiles
import Testing

@Suite("Refusals of prune and reorder")
struct SplitRefusalTests {
  typealias Refused = ArgumentRefusalTests.Refused

  private static let target = ["--mask-means", "kept", "-o", "o.npy"]

  private static func prune(
    _ arguments: String..., maps: String? = "maps.npy", code: Int32 = 64, says sentence: String
  ) -> Refused {
    let maps = maps.map { ["--maps", $0] } ?? []
    return Refused(
      arguments: ["prune"] + maps + target + arguments, sentence: sentence, code: code)
  }

  private static func reorder(
    _ arguments: String..., mask: String = "mask.npy", code: Int32 = 64, says sentence: String
  ) -> Refused {
    Refused(
      arguments: ["reorder", "--mask", mask, "--mask-means", "kept"] + arguments,
      sentence: sentence, code: code)
  }

  static let commandLines: [Refused] = [
    prune("--theta-p", "0.5", maps: nil, says: "Missing expected argument '--maps <file>'"),
    prune(
      "--theta-p", "0.5", "--maps-member", "m", maps: nil,
      says: "--maps-member names an array of a file; give --maps as well."),
    prune(says: "Give one of --theta-p and --sparsity."),
    prune("--theta-p", "0.5", "--sparsity", "0.9", says: "Give one of --theta-p and --sparsity."),
    prune("--theta-p", "0", says: "--theta-p is 0.0 but may be above 0, up to 1."),
    prune("--theta-p", "-1", says: "--theta-p is -1.0 but may be above 0, up to 1."),
    prune("--theta-p", "nan", says: "--theta-p is nan but may be above 0, up to 1."),
    prune(
      "--sparsity", "95",
      says: "--sparsity is 95.0 but may be 0 up to, but not, 1; 95 % is 0.95."),
    prune(
      "--theta-p", "0.5", "--scope", "head",
      says: "--scope says what reaches --sparsity; give --sparsity as well."),
    prune(
      "--theta-p", "0.5", "--class-tokens", "-1",
      says: "--class-tokens is -1 but may be 0 or more."),
    prune(
      "--theta-p", "0.5", "-o", "o.npz",
      says: "-o is \"o.npz\", but one NumPy array is written; end the name in .npy."),
    prune(
      "--theta-p", "0.5", "--figure-heads", "0.0",
      says: "--figure-heads says what is drawn; give --figure as well."),
    prune(
      "--theta-p", "0.5", "--figure", "o.npy",
      says: "--figure is \"o.npy\", but an SVG picture is written; end the name in .svg."),
    prune(
      "--theta-p", "0.5", "--figure", "f.svg", "--figure-heads", "0,1",
      says: "The value '0,1' is invalid for '--figure-heads <l.h,...>': "
        + "give blocks and heads such as 0.0,2.1."),
    Refused(
      arguments: ["prune", "--maps", "maps.npy", "--theta-p", "0.5", "-o", "o.npy"],
      sentence: "Missing expected argument '--mask-means <meaning>'", code: 64),
    reorder(says: "Give --theta-d, or --config to choose it by cycles, or both."),
    reorder("--theta-d", "-2", says: "--theta-d is -2 but may be 0 or more."),
    reorder(
      "--theta-d", "2", "--head-dimension", "8",
      says: "--head-dimension is for the estimate; give --config as well."),
    reorder(
      "--theta-d", "2", "-o", "o.npy",
      says: "-o is \"o.npy\", but an archive of NumPy arrays is written; end the name in .npz."),
    reorder(
      "--theta-d", "2", "--maps", "maps.npy",
      says: "--maps is drawn in the figure; give --figure as well."),
  ]

  @Test("A wrong command line is refused with code 64", arguments: commandLines)
  func usage(_ refused: Refused) async throws {
    let run = try await VitcodRun(refused.arguments, in: Scratch())
    #expect(run.code == 64)
    #expect(run.output == "")
    #expect(run.errors.split(separator: "\n").first == "Error: \(refused.sentence)")
  }

  static let unusable: [Refused] = [
    prune(
      "--theta-p", "0.5", maps: "", code: 65,
      says: "The path of the attention maps is empty; give an npy or npz file."),
    prune(
      "--theta-p", "0.5", maps: "no.npy", code: 65,
      says: "no.npy: The file cannot be read; give the path of a readable one."),
    prune(
      "--theta-p", "0.5", "--maps-member", "m", code: 64,
      says: "--maps-member names an array of an npz file, but maps.npy is none; leave it out."),
    prune(
      "--theta-p", "0.5", maps: "flat.npy", code: 65,
      says: "flat.npy: The array has the shape [6], but attention maps are "
        + "[blocks, heads, n, n], [heads, n, n] or [n, n]; reshape it."),
    prune(
      "--theta-p", "0.5", maps: "mask.npy", code: 65,
      says: "mask.npy: The type is BOOL, but floats are F32, F16 or BF16; "
        + "convert the tensor to float32."),
    prune(
      "--theta-p", "0.5", maps: "scores.npy", code: 65,
      says: "scores.npy: Attention of block 0, head 0, query 0, key 1 is -1.0, but attention is a "
        + "finite number and not negative; give softmax outputs, not scores."),
    prune(
      "--sparsity", "0.99", code: 65,
      says: "maps.npy: The sparsity is 0.99, but one entry a row beside rows and columns of class "
        + "tokens already keeps 36 of 64; choose at most 0.4375."),
    prune(
      "--theta-p", "0.5", "--class-tokens", "5", code: 65,
      says: "maps.npy: The count of class tokens is 5, but the maps have 4 tokens; "
        + "give 1 for DeiT, 2 with distillation, or 0."),
    prune(
      "--theta-p", "0.5", "--figure", "f.svg", "--figure-heads", "0.0,2.1", code: 64,
      says: "--figure-heads names block 2, head 1, but there are blocks 0 to 1 and heads 0 to 1."),
    prune(
      "--theta-p", "0.5", "-o", "no/o.npy", code: 73,
      says: "The file no/o.npy cannot be written; give a plain file in a folder that exists."),
    prune(
      "--theta-p", "0.5", "-o", "maps.npy", code: 64,
      says: "maps.npy is read as well as written; write another file."),
    reorder(
      "--theta-d", "2", mask: "", code: 65,
      says: "The path of the masks is empty; give an npy or npz file."),
    reorder(
      "--theta-d", "2", "--mask-member", "m", code: 64,
      says: "--mask-member names an array of an npz file, but mask.npy is none; leave it out."),
    reorder(
      "--theta-d", "2", mask: "maps.npy", code: 65,
      says: "maps.npy: The type is F32, but flags are BOOL or U8; "
        + "convert the tensor with astype(bool)."),
    reorder(
      "--theta-d", "2", mask: "empty.npy", code: 65,
      says: "empty.npy: In block 0, head 0: Row 1 of the mask keeps nothing, but softmax needs at "
        + "least one entry in each row; keep its diagonal entry, or check whether True means "
        + "pruned or kept in the file."),
    reorder(
      "--theta-d", "2", "--figure", "f.svg", "--maps", "maps.npy", code: 65,
      says: "maps.npy: The maps are of 2 blocks, 2 heads and 4 tokens, but the masks of 1, 1 and "
        + "4; give the maps that the masks were made of."),
    reorder(
      "--config", "no.yaml", code: 65,
      says: "The configuration no.yaml cannot be read; give a readable YAML file as in configs/."),
    reorder(
      "--config", "tiny.yaml", "--head-dimension", "17", code: 65,
      says: "The head dimension is 17 but vitcod_tiny takes 1 to 16; "
        + "raise capacity.headDimension or give another head."),
    reorder(
      "--config", "tiny.yaml", "--head-dimension", "0", code: 65,
      says: "The head dimension is 0 but vitcod_tiny takes 1 to 16; "
        + "raise capacity.headDimension or give another head."),
  ]

  @Test("What cannot be used is refused, and nothing is written", arguments: unusable)
  func files(_ refused: Refused) async throws {
    let folder = try tinyFolder()
    try folder.write(npy: SmallMaps.tensor(), to: "maps.npy")
    try folder.write(
      npy: Tensor(shape: [6], elements: [Float](repeating: 1, count: 6)), to: "flat.npy")
    try folder.write(
      npy: Tensor(shape: [2, 2], elements: [2, -1, 0, 1] as [Float]), to: "scores.npy")
    try folder.write(
      npy: Tensor(shape: [4, 4], elements: [Bool](repeating: true, count: 16)), to: "mask.npy")
    try folder.write(
      npy: Tensor(shape: [2, 2], elements: [true, true, false, false]), to: "empty.npy")
    let before = try folder.names(".")
    let run = try await VitcodRun(refused.arguments, in: folder)
    #expect(run.code == refused.code)
    #expect(run.output == "")
    #expect(run.errors == "Error: \(refused.sentence)\n")
    #expect(try folder.names(".") == before)
  }
}
