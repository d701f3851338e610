#include "assay/capture/capture.hpp"

#include <pcap/pcap.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "assay/base/clock.hpp"
#include "assay/base/setup_error.hpp"
#include "connection_table.hpp"
#include "pcapng_secrets.hpp"

namespace assay::capture {
namespace {

constexpr const char* remedy = "give a pcap or pcapng as tcpdump, dumpcap or Wireshark write it";

struct ClosePcap {
    void operator()(pcap_t* capture) const { pcap_close(capture); }
};
using Pcap = std::unique_ptr<pcap_t, ClosePcap>;

Pcap open(const std::filesystem::path& file) {
    std::array<char, PCAP_ERRBUF_SIZE> trouble{};
    Pcap capture{
        pcap_open_offline_with_tstamp_precision(file.c_str(), PCAP_TSTAMP_PRECISION_NANO, trouble.data())};
    if (capture == nullptr) throw base::SetupError{trouble.data(), file.string(), remedy};
    return capture;
}

std::optional<Link> link_of(int type) {
    switch (type) {
        case DLT_EN10MB: return Link::ethernet;
        case DLT_LINUX_SLL: return Link::cooked;
        case DLT_LINUX_SLL2: return Link::cooked2;
        case DLT_NULL:
        case DLT_LOOP: return Link::loopback;
        case DLT_RAW:
        case DLT_IPV4:
        case DLT_IPV6: return Link::raw;
        default: return std::nullopt;
    }
}

Link known_link(pcap_t* capture, const std::filesystem::path& file) {
    const int type = pcap_datalink(capture);
    if (const auto link = link_of(type)) return *link;
    const char* name = pcap_datalink_val_to_name(type);
    throw base::SetupError{fmt::format("packets of the link type {} ({}) cannot be read", type,
                                       name == nullptr ? "unknown" : name),
                           file.string(), "capture on Ethernet, on the loopback interface or on 'any'"};
}

/// A pcapng may hold any number; a clock's nanoseconds end in the year 2262.
base::WallTime time_of(const pcap_pkthdr& header) {
    const auto seconds = std::clamp<std::int64_t>(header.ts.tv_sec, 0, 8'000'000'000);
    const auto rest = std::clamp<std::int64_t>(header.ts.tv_usec, 0, 999'999'999);
    return base::WallTime{std::chrono::seconds{seconds} + std::chrono::nanoseconds{rest}};
}

class Reader {
public:
    Reader(const std::filesystem::path& file, CaptureOptions options)
        : file_{file}, sorting_{std::move(options)}, table_{sorting_} {}

    record::Journal read() {
        const Pcap capture = open(file_);
        const Link link = known_link(capture.get(), file_);
        pcap_pkthdr* header = nullptr;
        const u_char* octets = nullptr;
        int more = 0;
        while ((more = pcap_next_ex(capture.get(), &header, &octets)) == 1) take(link, *header, octets);
        if (more == PCAP_ERROR) damaged(pcap_geterr(capture.get()));
        table_.end();
        sorting_.finish(journal_);
        if (packets_ == 0) journal_.notes.push_back("the capture holds no packet");
        return std::move(journal_);
    }

private:
    void take(Link link, const pcap_pkthdr& header, const u_char* octets) {
        const base::WallTime at = time_of(header);
        if (packets_++ == 0) {
            began_ = at;
            journal_.header.began = base::to_rfc3339(at);
        }
        sorting_.at_packet(at - began_);
        if (header.caplen < header.len) sorting_.saw_short_packet();
        const auto decoded = decode(link, {octets, header.caplen});
        if (const auto* segment = std::get_if<Segment>(&decoded)) {
            table_.take(*segment);
        } else {
            sorting_.saw_no_segment(std::get<NoSegment>(decoded));
        }
    }

    /// What came before is worth judging: a recorder that was killed leaves half a packet.
    void damaged(const std::string& trouble) {
        if (packets_ == 0)
            throw base::SetupError{trouble, fmt::format("{}: packet 1", file_.string()), remedy};
        sorting_.note(fmt::format("{}: packet {}: {}; what comes before it is judged", file_.string(),
                                  packets_ + 1, trouble));
    }

    std::filesystem::path file_;
    record::Journal journal_;
    Sorting sorting_;
    ConnectionTable table_;
    std::size_t packets_ = 0;
    base::WallTime began_;
};

}  // namespace

bool is_capture(const std::filesystem::path& file) {
    using namespace std::string_view_literals;
    std::ifstream in{file, std::ios::binary};
    std::array<char, 4> magic{};
    in.read(magic.data(), magic.size());
    const std::string_view begins{magic.data(), magic.size()};
    // pcap in both orders, with microseconds or nanoseconds; pcapng.
    return in.gcount() == 4 && (begins == "\xA1\xB2\xC3\xD4"sv || begins == "\xD4\xC3\xB2\xA1"sv ||
                                begins == "\xA1\xB2\x3C\x4D"sv || begins == "\x4D\x3C\xB2\xA1"sv ||
                                begins == "\x0A\x0D\x0D\x0A"sv);
}

record::Journal read_capture(const std::filesystem::path& file, CaptureOptions options) {
    add_secrets_of(file, options.keys);
    record::Journal journal = Reader{file, std::move(options)}.read();
    journal.header.options[record::observed_option] = file.string();
    return journal;
}

}  // namespace assay::capture
