#include "client_process.hpp"

#include <csignal>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "assay/base/setup_error.hpp"

namespace assay::peer {
namespace {

constexpr std::size_t longest_output = 64UL * 1024;

/// What posix_spawn is told about files, signals and the group.
class Circumstances {
public:
    Circumstances(const std::filesystem::path& folder, const std::filesystem::path& output,
                  const std::filesystem::path& errors) {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        constexpr int writing = O_WRONLY | O_CREAT | O_TRUNC;
        posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, output.c_str(), writing, 0600);
        posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, errors.c_str(), writing, 0600);
        posix_spawn_file_actions_addchdir_np(&files_, folder.c_str());
        posix_spawnattr_init(&attributes_);
        sigset_t none{};
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);  // ours are blocked while we wait for them
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    }
    Circumstances(const Circumstances&) = delete;
    Circumstances& operator=(const Circumstances&) = delete;
    ~Circumstances() {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }

    [[nodiscard]] const posix_spawn_file_actions_t* files() const { return &files_; }
    [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

std::string beginning_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::string text(longest_output, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

}  // namespace

ClientProcess::ClientProcess(const std::vector<std::string>& command, std::filesystem::path folder)
    : folder_{std::move(folder)} {
    const Circumstances circumstances{folder_, folder_ / "stdout", folder_ / "stderr"};
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int error = posix_spawnp(&id_, arguments.front(), circumstances.files(), circumstances.attributes(),
                                   arguments.data(), environ);
    if (error != 0) {
        throw base::SetupError{std::string{"the client cannot be started: "} + std::strerror(error),
                               command.front(), "install it, or correct the command in the driver file"};
    }
}

ClientProcess::~ClientProcess() {
    if (!reaped_) (void)end();
}

bool ClientProcess::has_ended() {
    if (!reaped_) reaped_ = waitpid(id_, &status_, WNOHANG) == id_;
    return reaped_;
}

record::ClientEnd ClientProcess::end() {
    record::ClientEnd end;
    const bool by_itself = has_ended();
    ::kill(-id_, SIGKILL);  // its group: also what it has started and left behind
    if (!by_itself) {
        while (waitpid(id_, &status_, 0) == -1 && errno == EINTR) {
        }
        reaped_ = true;
    }
    if (!by_itself) {
        end.how = record::ClientEnding::timed_out;
    } else if (WIFEXITED(status_)) {
        end.how = record::ClientEnding::exited;
        end.exit_code = WEXITSTATUS(status_);
    } else {
        end.how = record::ClientEnding::crashed;
    }
    end.output = beginning_of(folder_ / "stdout");
    end.errors = beginning_of(folder_ / "stderr");
    return end;
}

}  // namespace assay::peer
