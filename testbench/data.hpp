// The files that a design reads with $readmemh, $readmemb or $fopen. They are part of the library,
// so that they are found from any folder, and whatever becomes of where they came from.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "failure_log.hpp"
#include "verilated.h"

namespace bench {

struct DataFile {
  std::string_view name;
  std::string_view text;
};

// The files of the design; the generated source says which.
const std::vector<DataFile>& data_files();

// A file on the disk for as long as the runtime takes to open it.
class DataPath {
 public:
  DataPath(const char* task, const std::string& name) : m_path{name} {
    const std::string plain = name.rfind("./", 0) == 0 ? name.substr(2) : name;
    for (const DataFile& file : data_files()) {
      if (file.name != plain) continue;
      if (!write(file)) {
        log().add(FailureKind::Design, std::string{task} + " reads '" + name +
                                           "', for which no folder can be written; set TMPDIR.");
      }
      return;
    }
    if (access(m_path.c_str(), R_OK) == 0) return;
    log().add(FailureKind::Design, std::string{task} + " reads '" + name +
                                       "', which is not among the files of the design; add it.");
  }

  ~DataPath() {
    if (m_folder.empty()) return;
    std::remove(m_path.c_str());
    rmdir(m_folder.c_str());
    log().hide("");
  }

  DataPath(const DataPath&) = delete;
  DataPath& operator=(const DataPath&) = delete;

  const std::string& path() const { return m_path; }

 private:
  static FailureLog& log() { return Context::current_log(); }

  // In the folder of the environment, or wherever else it can be written.
  bool write(const DataFile& file) {
    const char* const chosen = std::getenv("TMPDIR");
    for (const char* const parent : {chosen, "/tmp", "/var/tmp"}) {
      if (parent == nullptr || *parent == '\0') continue;
      std::string folder = std::string{parent} + "/vitcod-" + std::string(6, 'X');
      if (mkdtemp(folder.data()) == nullptr) continue;
      m_folder = folder;
      break;
    }
    if (m_folder.empty()) return false;
    m_path = m_folder + "/" + std::string{file.name};
    log().hide(m_folder + "/");
    std::FILE* const target = std::fopen(m_path.c_str(), "w");
    if (target == nullptr) return false;
    const std::size_t written = std::fwrite(file.text.data(), 1, file.text.size(), target);
    return std::fclose(target) == 0 && written == file.text.size();
  }

  std::string m_path;
  std::string m_folder;
};

// In place of the runtime's functions, for arrays and for associative arrays.

template <typename... Rest>
void readmem(bool is_hex, int bits, QData depth, int low, const std::string& name, Rest&&... rest) {
  const DataPath file{is_hex ? "$readmemh" : "$readmemb", name};
  VL_READMEM_N(is_hex, bits, depth, low, file.path(), std::forward<Rest>(rest)...);
}

template <typename... Rest>
void readmem(bool is_hex, int bits, const std::string& name, Rest&&... rest) {
  const DataPath file{is_hex ? "$readmemh" : "$readmemb", name};
  VL_READMEM_N(is_hex, bits, file.path(), std::forward<Rest>(rest)...);
}

inline IData open_file(const std::string& name, const std::string& mode) {
  if (mode.empty() || mode.front() != 'r') return VL_FOPEN_NN(name, mode);
  const DataPath file{"$fopen", name};
  return VL_FOPEN_NN(file.path(), mode);
}

}  // namespace bench

// The model's files come after this one.
#define VL_READMEM_N bench::readmem
#define VL_FOPEN_NN bench::open_file
