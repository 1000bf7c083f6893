import Testing

@Suite("Refused configurations")
struct ConfigurationRefusalTests {
  /// An edit of the tiny configuration and the sentence that it earns.
  struct Mistake: CustomTestStringConvertible {
    var replace: String
    var with: String
    var sentence: String

    var testDescription: String { with.isEmpty ? "without \(replace)" : with }

    init(_ replace: String, _ with: String, _ sentence: String) {
      self.replace = replace
      self.with = with
      self.sentence = sentence
    }
  }

  @Test(
    "A mistake in the file is named in one sentence",
    arguments: [
      Mistake(
        "lines: 2", "liness: 2",
        ": The key array.liness in line 7 is unknown; the keys are array.lines, "
          + "array.macsPerLine, array.elements."),
      Mistake(
        "  slots: 256\n", "",
        ": The key capacity.slots is missing; add it."),
      Mistake(
        "lines: 2", "lines: 3",
        ": array.lines is 3, which is not a multiple of the 2 of array.elements; "
          + "choose lines that divide equally among the elements."),
      Mistake(
        "lines: 2", "lines: -4",
        ": array.lines is -4 but must be positive; raise it to 1 or more."),
      Mistake(
        "lines: 2", "lines: 0",
        ": array.lines is 0 but must be positive; raise it to 1 or more."),
      Mistake(
        "lines: 2", "lines: 99999999999999999999",
        ": array.lines is \"99999999999999999999\", which is not a whole number; write "
          + "a number such as 8."),
      Mistake(
        "lines: 2", "lines: 2.0",
        ": array.lines is \"2.0\", which is not a whole number; write a number such as "
          + "8."),
      Mistake(
        "lines: 2", "lines: '2'",
        ": array.lines is \"2\", which is not a whole number; write a number such as 8."),
      Mistake(
        "lines: 2", "lines: [2]",
        ": array.lines is a list, which is not a whole number; write a number such as "
          + "8."),
      Mistake(
        "lines: 2", "lines: 2\n  lines: 4",
        " is not valid YAML: line 7: lines is given twice; keep one of them."),
      Mistake(
        "lines: 2", "lines: *two",
        " is not valid YAML: line 7: found undefined alias; correct that line."),
      Mistake(
        "name: vitcod_tiny", "name: Tiny-1",
        ": The name \"Tiny-1\" is not a lower-snake-case identifier; use small "
          + "letters, digits and single underscores, and begin with a letter."),
      Mistake(
        "name: vitcod_tiny", "name: module",
        ": The name \"module\" is a reserved word of SystemVerilog; "
          + "choose another, such as vitcod_64x8."),
      Mistake(
        "name: vitcod_tiny", "name: clk_i",
        ": The name \"clk_i\" is that of a port of the module; choose another, such as "
          + "vitcod_64x8."),
      Mistake(
        "name: vitcod_tiny", "name: mac_s9xs8_acc20_sums4",
        ": The name \"mac_s9xs8_acc20_sums4\" is that of another module of the design; "
          + "choose another, such as vitcod_64x8."),
      Mistake(
        "name: vitcod_tiny", "name: sram_1r1w",
        ": The name \"sram_1r1w\" is that of another module of the design; "
          + "choose another, such as vitcod_64x8."),
      Mistake(
        "name: vitcod_tiny", "name: \(String(repeating: "long_", count: 60))x",
        ": The name \"long_long_long_long_...\" has 301 characters but may have at most 64; "
          + "shorten it."),
      Mistake(
        "name: vitcod_tiny", "name: [tiny]",
        ": name is a list, which is not text; write a name such as vitcod_64x8."),
      Mistake(
        "accumulatorBits: 20", "accumulatorBits: 19",
        ": accumulatorBits is 19, but the largest sum of 16 tokens and a head "
          + "dimension of 16 needs 20; raise it to at least 20."),
      Mistake(
        "tokensPerBank: 12", "tokensPerBank: 4",
        ": capacity.tokensPerBank is 4, so 2 elements hold 8 of the 16 of "
          + "capacity.tokens; raise it to at least 8."),
    ])
  func file(_ mistake: Mistake) async throws {
    let folder = try Scratch()
    let text = try configuration("vitcod_tiny")
    #expect(text.contains(mistake.replace))
    try folder.write(text.replacing(mistake.replace, with: mistake.with), to: "bad.yaml")
    let run = try await VitcodRun(["generate", "--config", "bad.yaml", "-o", "out"], in: folder)
    #expect(run.code == 65)
    #expect(run.output == "")
    #expect(run.errors == "Error: bad.yaml\(mistake.sentence)\n")
    #expect(try folder.names(".") == ["bad.yaml"])
  }

  private static let keys = "name, array, capacity, accumulatorBits"

  @Test(
    "A file that is no configuration is refused",
    arguments: [
      ("", ": The file is not a mapping; give the keys \(keys)."),
      ("a", ": The file is not a mapping; give the keys \(keys)."),
      (
        "a: 1",
        ": The key a in line 1 is unknown; the keys are \(keys), memory, decoder, port."
      ),
      ("{a: b}: 1", ": The key in line 1 is not text; the keys are \(keys)."),
      (
        "a: [", " is not valid YAML: line 2: did not find expected node content; correct that line."
      ),
      (
        "a: 1\n---\nb: 2",
        " is not valid YAML: line 2: but found another document; correct that line."
      ),
      (
        String(repeating: "[", count: 60_000),
        ": The file is nested too deeply; give a file as in configs/."
      ),
    ])
  func content(_ text: String, _ sentence: String) async throws {
    let folder = try Scratch()
    try folder.write(text, to: "bad.yaml")
    let run = try await VitcodRun(["generate", "--config", "bad.yaml", "-o", "out"], in: folder)
    #expect(run.code == 65)
    #expect(run.errors == "Error: bad.yaml\(sentence)\n")
  }
}
