#include "sorting.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::capture {
namespace {

/// More names would not help.
constexpr std::size_t most_named = 5;

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string named(const std::set<std::string>& services) {
    std::string text;
    std::size_t left = most_named;
    for (const std::string& service : services) {
        if (left-- == 0) return text + fmt::format(" and {} more", services.size() - most_named);
        text += (text.empty() ? "" : ", ") + service;
    }
    return text;
}

/// What became of connections, behind "3 TLS connections …".
std::string fate(TlsTrouble trouble, const std::string& detail) {
    switch (trouble) {
        case TlsTrouble::no_keys: return "without keys: give --keylog";
        case TlsTrouble::no_beginning: return "begin before the capture, and cannot be read";
        case TlsTrouble::unknown_version: return fmt::format("use {}; 1.2 and 1.3 can be read", detail);
        case TlsTrouble::unknown_suite: return fmt::format("use {}, which cannot be read", detail);
        case TlsTrouble::keys_do_not_fit: return "have records that the keys of --keylog do not open";
        case TlsTrouble::octets_lost: return "have lost octets, and cannot be read from there on";
        case TlsTrouble::not_tls:
        case TlsTrouble::none: break;
    }
    return "have something else where a TLS record has to be, and cannot be read from there on";
}

std::string_view name_of(NoSegment why) {
    switch (why) {
        case NoSegment::not_ip: return "hold no IP";
        case NoSegment::not_tcp: return "hold no TCP";
        case NoSegment::fragment:
            return "hold fragments of IP datagrams, which are not put together: their octets count as lost";
        case NoSegment::broken: break;
    }
    return "have headers that are broken, or cut short by the snapshot length";
}

}  // namespace

Sorting::Sorting(CaptureOptions options) : options_{std::move(options)}, budget_{options_.octets} {
    events_.number = [this] { return ++exchange_number_; };
    events_.exchanged = [this](record::Exchange&& exchange) { exchanges_.push_back(std::move(exchange)); };
}

void Sorting::at_packet(record::RunTime time) { now_ = std::max(now_, time); }

void Sorting::saw_service(const Endpoint& service, bool tls) {
    services_.insert((tls ? "https://" : "http://") + service.to_text());
}

void Sorting::saw_other_protocol(const Endpoint& service, const std::string& name) {
    Group& group = others_[name];
    ++group.connections;
    group.services.insert(service.to_text());
}

void Sorting::saw_tls_trouble(const Endpoint& service, TlsTrouble trouble, const std::string& detail) {
    Group& group = tls_troubles_[{trouble, detail}];
    ++group.connections;
    group.services.insert(service.to_text());
}

void Sorting::saw_no_segment(NoSegment why) { ++no_segments_[why]; }

void Sorting::saw_loss(std::size_t octets) {
    ++losses_;
    lost_octets_ += octets;
}

void Sorting::add_up(const observe::Conversation& conversation) {
    abandoned_ += conversation.abandoned();
    skipped_ += conversation.skipped();
}

void Sorting::add_tls_notes(std::vector<std::string>& notes) const {
    for (const auto& [key, group] : tls_troubles_) {
        notes.push_back(fmt::format("{} {} ({})", counted(group.connections, "TLS connection"),
                                    fate(key.first, key.second), named(group.services)));
    }
}

void Sorting::add_packet_notes(std::vector<std::string>& notes) const {
    for (const auto& [why, count] : no_segments_)
        notes.push_back(fmt::format("{} {}", counted(count, "packet"), name_of(why)));
    if (short_packets_ > 0) {
        notes.push_back(
            fmt::format("{} cut short by the snapshot length: capture whole packets (tcpdump -s 0)",
                        counted(short_packets_, "packet")));
    }
}

std::vector<std::string> Sorting::notes() const {
    std::vector<std::string> notes = first_notes_;
    for (const auto& [name, group] : others_) {
        notes.push_back(fmt::format("{} not HTTP/1 but {}, and not judged ({})",
                                    counted(group.connections, "connection"), name, named(group.services)));
    }
    add_tls_notes(notes);
    add_packet_notes(notes);
    if (losses_ > 0) {
        notes.push_back(fmt::format("{} of {} lost in the capture: messages they belong to are not judged",
                                    counted(losses_, "stretch"), counted(lost_octets_, "octet")));
    }
    if (without_beginning_ > 0) {
        notes.push_back(fmt::format("{} began before the capture: who authenticated on them is not known",
                                    counted(without_beginning_, "connection")));
    }
    if (evicted_ > 0) {
        notes.push_back(fmt::format("{} given up, because more than {} were open at once",
                                    counted(evicted_, "connection"), options_.connections));
    }
    if (abandoned_ > 0)
        notes.push_back(
            fmt::format("{} not whole in the capture and not judged", counted(abandoned_, "request")));
    if (skipped_ > 0) notes.push_back(fmt::format("{} belong to no exchange", counted(skipped_, "octet")));
    return notes;
}

void Sorting::finish(record::Journal& journal) {
    std::ranges::sort(exchanges_, {}, &record::Exchange::id);
    journal.exchanges = std::move(exchanges_);
    journal.notes = notes();
    journal.ended = now_;
    journal.complete = true;
    for (const std::string& service : services_)
        journal.header.target += (journal.header.target.empty() ? "" : ", ") + service;
    if (services_.empty()) journal.header.target = "no HTTP service";
}

}  // namespace assay::capture
