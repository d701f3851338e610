#include "assay/server/access_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "assay/base/setup_error.hpp"

namespace assay::server {
namespace {

constexpr std::size_t most_waiting = 50'000;

using Json = nlohmann::ordered_json;

/// To the millisecond: "2026-11-20T18:31:07.123Z".
std::string time_text(base::WallTime time) {
    std::string text = base::to_rfc3339(time);
    const auto part =
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count() % 1'000;
    text.insert(text.size() - 1, fmt::format(".{:03}", part));
    return text;
}

std::string line_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void write_whole(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;  // a full disk does not end the service
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

std::string to_json(const AccessEntry& entry) {
    Json json{{"time", time_text(entry.time)}, {"peer", entry.peer}};
    const auto add = [&json](const char* name, const std::string& value) {
        if (!value.empty()) json[name] = value;
    };
    add("user", entry.user);
    if (!entry.trouble.empty()) {
        json["trouble"] = entry.trouble;
        return line_of(json);
    }
    add("method", entry.method);
    add("path", entry.path);
    add("action", entry.action);
    add("resource", entry.resource_uri);
    json["status"] = entry.status;
    json["request_octets"] = entry.request_octets;
    json["reply_octets"] = entry.reply_octets;
    json["duration_us"] = std::chrono::duration_cast<std::chrono::microseconds>(entry.duration).count();
    if (!entry.complete) json["complete"] = false;
    return line_of(json);
}

AccessLog::AccessLog(std::filesystem::path file) : file_{std::move(file)} {
    open();
    if (descriptor_ < 0) {
        throw base::SetupError{std::string{"cannot write the access log: "} + std::strerror(errno),
                               file_.string(),
                               "name a file that may be written, or \"-\" for standard error"};
    }
    thread_ = std::thread{[this] { run(); }};
}

AccessLog::~AccessLog() {
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    news_.notify_one();
    thread_.join();
    if (file_ != "-" && descriptor_ >= 0) ::close(descriptor_);
}

void AccessLog::open() {
    if (file_ == "-") {
        descriptor_ = STDERR_FILENO;
        return;
    }
    constexpr mode_t for_owner_and_group = 0640;
    descriptor_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, for_owner_and_group);
}

void AccessLog::add(AccessEntry entry) {
    bool first = false;
    {
        const std::lock_guard lock{mutex_};
        if (waiting_.size() >= most_waiting) {
            ++left_out_;
            return;
        }
        first = waiting_.empty();
        waiting_.push_back(std::move(entry));
    }
    if (first) news_.notify_one();
}

void AccessLog::reopen() {
    {
        const std::lock_guard lock{mutex_};
        reopen_ = true;
    }
    news_.notify_one();
}

void AccessLog::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        news_.wait(lock, [this] { return ending_ || reopen_ || !waiting_.empty(); });
        const auto entries = std::exchange(waiting_, {});
        const auto left_out = std::exchange(left_out_, 0);
        const bool anew = std::exchange(reopen_, false);
        const bool ends = ending_;
        lock.unlock();
        write(entries, left_out);
        if (anew && file_ != "-") {
            if (descriptor_ >= 0) ::close(descriptor_);
            open();
        }
        if (ends) return;
        lock.lock();
    }
}

void AccessLog::write(const std::vector<AccessEntry>& entries, std::uint64_t left_out) {
    std::string lines;
    for (const AccessEntry& entry : entries) lines += to_json(entry);
    if (left_out > 0) lines += line_of(Json{{"left_out", left_out}});
    write_whole(descriptor_, lines);
}

}  // namespace assay::server
