import Foundation
import Testing

@Suite("Refused arguments")
struct ArgumentRefusalTests {
  /// A command line and the sentence that it earns.
  struct Refused: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var sentence: String
    var code: Int32

    var testDescription: String { arguments.joined(separator: " ") }

    /// `simulate` with the tiny configuration and more.
    static func simulate(_ arguments: String..., code: Int32 = 64, says sentence: String) -> Refused
    {
      let all = ["simulate", "--config", "tiny.yaml"] + arguments
      return Refused(arguments: all, sentence: sentence, code: code)
    }

    static func generate(_ arguments: String..., code: Int32 = 64, says sentence: String) -> Refused
    {
      Refused(arguments: ["generate"] + arguments, sentence: sentence, code: code)
    }
  }

  static let commandLines: [Refused] = [
    .generate(says: "Missing expected argument '--config <file>'"),
    .generate("--config", "tiny.yaml", says: "Missing expected argument '--output <dir>'"),
    .simulate("more", says: "Unexpected argument 'more'"),
    .simulate("--layers", "0", says: "--layers is 0 but may be 1 or more."),
    .simulate("--layers", "-3", says: "--layers is -3 but may be 1 or more."),
    .simulate(
      "--layers", "99999999999999999999",
      says: "The value '99999999999999999999' is invalid for '--layers <count>'"),
    .simulate("--layer", "12", says: "--layer is 12 but the masks have 0 to 11."),
    .simulate(
      "--layer", "1", "--layers", "2",
      says: "--layer chooses one and --layers the first; leave out one of them."),
    .simulate("--codes", "16", says: "--codes is 16 but may be 0 to 15."),
    .simulate("--head", "-1", says: "--head is -1 but the masks have 0 to 2."),
    .simulate("--head-dimension", "0", says: "--head-dimension is 0 but may be 1 to 131071."),
    .simulate("--seed", "-1", says: "The value '-1' is invalid for '--seed <n>'"),
    .simulate("--mask", "m.npy", says: "--mask needs --mask-means pruned or --mask-means kept."),
    .simulate(
      "--mask-means", "kept", says: "--mask-means says what a file holds; give --mask as well."),
    .simulate(
      "--mask", "m.npy", "--mask-means", "dropped",
      says: "The value 'dropped' is invalid for '--mask-means <meaning>'. "
        + "Please provide one of 'pruned' and 'kept'."),
    .simulate(
      "--mask-member", "sparse_90",
      says: "--mask-member names an array of a file; give --mask as well."),
    .simulate("--memory-pauses", "nan", says: "--memory-pauses is nan but may be 0 to 0.5."),
    .simulate("--memory-latency", "0", says: "--memory-latency is 0 but may be 1 to 100000."),
    .simulate(
      "--memory-bandwidth", "inf", says: "--memory-bandwidth is inf but may be 0.1 to 10000."),
    .simulate("--trace-depth", "1", says: "--trace-cycles and --trace-depth need --trace."),
    .simulate(
      "--trace", "t.fst", "--trace-cycles", "9..5",
      says: "The value '9..5' is invalid for '--trace-cycles <a..b>': "
        + "give the first and the last cycle, such as 10..20."),
    .simulate(
      "--trace", "t.fst", "--trace-cycles", "10",
      says: "The value '10' is invalid for '--trace-cycles <a..b>': "
        + "give the first and the last cycle, such as 10..20."),
    .simulate(
      "--trace", "a.vcd",
      says: "--trace is \"a.vcd\", but an FST waveform is written; end the name in .fst."),
    .simulate(
      "--trace", "/dev/full",
      says: "--trace is \"/dev/full\", but an FST waveform is written; end the name in .fst."),
    .simulate(
      "--layers", "13", says: "--layers is 13 but there are 12 layers; give at most 12."),
    Refused(
      arguments: ["random-model", "-o", "m.pt"],
      sentence: "-o is \"m.pt\", but a safetensors file is written; end the name in .safetensors.",
      code: 64),
    Refused(
      arguments: ["random-model", "-o", "m.safetensors", "--images", "i.npz"],
      sentence: "--images is \"i.npz\", but one NumPy array is written; end the name in .npy.",
      code: 64),
    .simulate(
      "--trace", "t.fst", "--trace-depth", "0", says: "--trace-depth is 0 but may be 1 to 64."),
  ]

  @Test("A wrong command line is refused with code 64", arguments: commandLines)
  func usage(_ refused: Refused) async throws {
    let run = try await VitcodRun(refused.arguments, in: tinyFolder())
    #expect(run.code == 64)
    #expect(run.output == "")
    #expect(run.errors.split(separator: "\n").first == "Error: \(refused.sentence)")
  }

  static let unusable: [Refused] = [
    .generate(
      "--config", "no.yaml", "-o", "out", code: 65,
      says: "The configuration no.yaml cannot be read; give a readable YAML file as in configs/."),
    .generate(
      "--config", ".", "-o", "out", code: 65,
      says: "The configuration . cannot be read; give a readable YAML file as in configs/."),
    .generate(
      "--config", "", "-o", "out", code: 65,
      says: "The path of the configuration is empty; give a YAML file as in configs/."),
    .generate(
      "--config", "tiny.yaml", "-o", "", code: 73,
      says: "The path of the output folder is empty; give a folder."),
    .generate(
      "--config", "tiny.yaml", "-o", "tiny.yaml", code: 73,
      says: "The folder tiny.yaml cannot be written (tiny.yaml is no folder); give another one."),
    .simulate(
      "--mask", "no.npy", "--mask-means", "kept", code: 65,
      says: "no.npy: The file cannot be read; give the path of a readable one."),
    .simulate(
      "--mask", "", "--mask-means", "kept", code: 65,
      says: "The path of the masks is empty; give an npy or npz file."),
    .simulate(
      "--mask", "tiny.yaml", "--mask-means", "kept", code: 65,
      says: "tiny.yaml: The file does not begin as an npy file does; write it with numpy.save."),
    .simulate(
      "--head-dimension", "17", code: 65,
      says: "layer 0: a head has 17 features but capacity.headDimension is 16; raise it."),
    .simulate(
      "--rtl", "no", code: 65,
      says: "The file no/files.f cannot be read; give a folder that vitcod generate wrote."),
    .simulate(
      "--trace", "no/t.fst", code: 73,
      says: "The waveform no/t.fst cannot be written; give a plain file in a folder that exists."),
  ]

  @Test("A file or folder that cannot be used is refused", arguments: unusable)
  func files(_ refused: Refused) async throws {
    let folder = try tinyFolder()
    let run = try await VitcodRun(refused.arguments, in: folder)
    #expect(run.code == refused.code)
    #expect(run.output == "")
    #expect(run.errors == "Error: \(refused.sentence)\n")
    #expect(try folder.names(".") == ["tiny.yaml"])
  }

  @Test(
    "Standard output that takes nothing is an error, closed or full",
    arguments: ["&-", "/dev/full"])
  func output(_ target: String) async throws {
    let folder = try tinyFolder()
    let path = try VitcodRun.executable().path
    let command = "'\(path)' generate --config tiny.yaml -o out >\(target)"
    let run = try await VitcodRun(shell: command, in: folder)
    #expect(run.code == 73)
    #expect(
      run.errors == "Error: Standard output cannot be written; "
        + "give it a file or a pipe that takes the report.\n")
  }
}
