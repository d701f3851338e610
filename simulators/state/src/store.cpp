#include "assay/state/store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "assay/base/home.hpp"
#include "assay/base/octets.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/bmc/kept_state.hpp"

namespace assay::state {
namespace {

namespace fs = std::filesystem;

constexpr mode_t owner_only = 0600;  // passwords are inside

[[noreturn]] void fail(const std::string& what, const fs::path& where, int error, const std::string& remedy) {
    throw base::SetupError{what + ": " + std::strerror(error), where.string(), remedy};
}

/// A file that is closed whatever happens.
class File {
public:
    File(const fs::path& path, int flags)
        : path_{path}, descriptor_{::open(path.c_str(), flags | O_CLOEXEC, owner_only)} {
        if (descriptor_ < 0) fail("cannot open it", path_, errno, "check its permissions and its folder's");
    }
    ~File() { ::close(descriptor_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    void write(std::string_view text) {
        while (!text.empty()) {
            const ssize_t written = ::write(descriptor_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) fail("cannot write it", path_, errno, "check the free space there");
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void sync() {
        if (::fsync(descriptor_) != 0) fail("cannot write it to disk", path_, errno, "check the disk");
    }

private:
    fs::path path_;
    int descriptor_;
};

void make_folder(const fs::path& folder) {
    std::error_code error;
    if (fs::create_directories(folder, error))
        fs::permissions(folder, fs::perms::owner_all, fs::perm_options::replace, error);
    if (error || !fs::is_directory(folder))
        fail("cannot make the folder", folder, error ? error.value() : ENOTDIR, "give --state a folder");
}

}  // namespace

Store::Store(fs::path folder, std::string model) : folder_{std::move(folder)}, model_{std::move(model)} {
    make_folder(folder_);
    const fs::path lock = folder_ / "lock";
    lock_ = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
    if (lock_ < 0) fail("cannot open it", lock, errno, "give --state a folder that can be written to");
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        ::close(lock_);
        fail("another process has this folder", lock, error, "end it, or give --state another folder");
    }
    for (const fs::directory_entry& entry : fs::directory_iterator{folder_})
        found_.push_back(entry.path().filename().string());
    std::ranges::sort(found_);
}

Store::~Store() { ::close(lock_); }

fs::path Store::file_of(const bmc::Chassis& chassis) const {
    return folder_ / (base::to_hex(chassis.device().guid) + ".toml");
}

void Store::add(bmc::Chassis& chassis, base::Instant now) {
    const fs::path file = file_of(chassis);
    std::size_t text_hash = 0;
    if (std::ranges::binary_search(found_, file.filename().string())) {
        const std::string text = base::read_file(file);
        bmc::restore_state(text, file.string(), model_, chassis, now);
        text_hash = std::hash<std::string>{}(text);
    }
    members_.push_back({&chassis, chassis.kept_changes(), text_hash});
}

std::size_t Store::save(base::Instant now, std::size_t most) {
    std::size_t written = 0;
    for (std::size_t looked = 0; looked < members_.size() && written < most; ++looked) {
        Member& member = members_[next_];
        next_ = (next_ + 1) % members_.size();
        if (member.chassis->kept_changes() != member.saved_changes) written += write(member, now) ? 1U : 0U;
    }
    return written;
}

std::size_t Store::finish(base::Instant now) {
    std::size_t written = 0;
    for (Member& member : members_) {
        const bool has_changed = member.chassis->kept_changes() != member.saved_changes;
        if (has_changed || member.saved_text != 0) written += write(member, now) ? 1U : 0U;
    }
    return written;
}

void Store::save_one(Place place, base::Instant now) { write(members_.at(place), now); }

void Store::forget(Place place) {
    Member& member = members_.at(place);
    const fs::path file = file_of(*member.chassis);
    std::error_code error;
    fs::remove(file, error);
    if (error) fail("cannot take it away", file, error.value(), "check the permissions of its folder");
    File{folder_, O_RDONLY | O_DIRECTORY}.sync();
    member.saved_changes = member.chassis->kept_changes();
    member.saved_text = 0;
}

bool Store::write(Member& member, base::Instant now) {
    const std::uint64_t changes = member.chassis->kept_changes();
    const std::string text = bmc::kept_state(*member.chassis, model_, now);
    const std::size_t hash = std::hash<std::string>{}(text);
    const bool is_new = hash != member.saved_text;
    if (is_new) replace(file_of(*member.chassis), text);
    member.saved_changes = changes;
    member.saved_text = hash;
    return is_new;
}

/// A reader finds the old text or the new one, and so does the next start after a crash.
void Store::replace(const fs::path& file, const std::string& text) const {
    const fs::path part = fs::path{file}.concat(".part");
    {
        File out{part, O_WRONLY | O_CREAT | O_TRUNC};
        out.write(text);
        out.sync();
    }
    if (::rename(part.c_str(), file.c_str()) != 0)
        fail("cannot put it in its place", file, errno, "check the permissions of its folder");
    File{folder_, O_RDONLY | O_DIRECTORY}.sync();
}

}  // namespace assay::state
