#include "assay/record/journal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <stdexcept>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "assay/base/setup_error.hpp"
#include "bmc_facts_json.hpp"
#include "octets_json.hpp"

namespace assay::record {
namespace {

constexpr std::string_view format_name = "assay-journal";
constexpr int format_version = 1;

RunTime to_time(const Json& value) { return RunTime{value.get<RunTime::rep>()}; }

Json from_times(const Times& times) {
    return {{"began", times.began.count()},
            {"connected", times.connected.count()},
            {"sent", times.sent.count()},
            {"first_octet", times.first_octet.count()},
            {"finished", times.finished.count()}};
}

Times to_times(const Json& value) {
    return {.began = to_time(value.at("began")),
            .connected = to_time(value.at("connected")),
            .sent = to_time(value.at("sent")),
            .first_octet = to_time(value.at("first_octet")),
            .finished = to_time(value.at("finished"))};
}

Json from_troubles(const std::vector<SuiteTrouble>& troubles) {
    Json list = Json::array();
    for (const SuiteTrouble& trouble : troubles)
        list.push_back({{"id", trouble.id}, {"suite", trouble.suite}, {"reason", trouble.reason}});
    return list;
}

std::vector<SuiteTrouble> to_troubles(const Json& list) {
    std::vector<SuiteTrouble> troubles;
    for (const Json& each : list) troubles.push_back({each.at("id"), each.at("suite"), each.at("reason")});
    return troubles;
}

Json from_header(const RunHeader& header) {
    Json line{{"event", "run"},
              {"format", format_name},
              {"format_version", format_version},
              {"tool_version", header.tool_version},
              {"began", header.began},
              {"target", header.target},
              {"seed", header.seed},
              {"plan_hash", header.plan_hash},
              {"profile_name", header.profile_name},
              {"profile_toml", header.profile_toml},
              {"options", header.options},
              {"cases", header.case_ids}};
    if (!header.suite_paths.empty()) line["suite_paths"] = header.suite_paths;
    if (!header.troubles.empty()) line["troubles"] = from_troubles(header.troubles);
    return line;
}

RunHeader to_header(const Json& value) {
    if (value.value("format", "") != format_name) throw std::invalid_argument{"this is not an Assay journal"};
    if (value.at("format_version") != format_version) {
        throw std::invalid_argument{
            fmt::format("journal format {} is not known here", value.at("format_version").dump())};
    }
    return {.tool_version = value.at("tool_version"),
            .began = value.at("began"),
            .target = value.at("target"),
            .seed = value.at("seed"),
            .plan_hash = value.at("plan_hash"),
            .profile_name = value.at("profile_name"),
            .profile_toml = value.at("profile_toml"),
            .case_ids = value.at("cases"),
            .options = value.at("options"),
            .suite_paths = value.value("suite_paths", std::vector<std::string>{}),
            .troubles = to_troubles(value.value("troubles", Json::array()))};
}

Json from_exchange(const Exchange& exchange) {
    Json line{{"event", "exchange"},
              {"id", exchange.id},
              {"case", exchange.case_id},
              {"label", exchange.label},
              {"connection", exchange.connection},
              {"ending", to_text(exchange.ending)},
              {"times", from_times(exchange.times)},
              {"request", from_octets(exchange.request)},
              {"response", from_octets(exchange.response)}};
    if (exchange.attempt > 1) line["attempt"] = exchange.attempt;
    if (!exchange.unlawful_because.empty()) line["unlawful_because"] = exchange.unlawful_because;
    if (!exchange.trouble.empty()) line["trouble"] = exchange.trouble;
    if (exchange.response_octets > 0) line["response_octets"] = exchange.response_octets;
    if (exchange.tls) {
        line["tls"] = {{"version", exchange.tls->version},
                       {"cipher_suite", exchange.tls->cipher_suite},
                       {"peer_subject", exchange.tls->peer_subject}};
    }
    if (exchange.bmc) line["bmc"] = from_facts(*exchange.bmc);
    return line;
}

Exchange to_exchange(const Json& value) {
    const auto ending = ending_from(value.at("ending").get<std::string>());
    if (!ending) throw std::invalid_argument{"unknown ending " + value.at("ending").dump()};
    Exchange exchange{.id = value.at("id"),
                      .case_id = value.at("case"),
                      .attempt = value.value("attempt", 1U),
                      .label = value.at("label"),
                      .connection = value.at("connection"),
                      .unlawful_because = value.value("unlawful_because", ""),
                      .request = to_octets(value.at("request")),
                      .response = to_octets(value.at("response")),
                      .response_octets = value.value("response_octets", std::size_t{0}),
                      .ending = *ending,
                      .trouble = value.value("trouble", ""),
                      .times = to_times(value.at("times")),
                      .tls = std::nullopt};
    if (const auto tls = value.find("tls"); tls != value.end()) {
        exchange.tls = TlsFacts{.version = tls->at("version"),
                                .cipher_suite = tls->at("cipher_suite"),
                                .peer_subject = tls->at("peer_subject")};
    }
    if (const auto bmc = value.find("bmc"); bmc != value.end()) exchange.bmc = to_facts(*bmc);
    return exchange;
}

Json from_client_end(const ClientEnd& end) {
    Json line{{"event", "client_ended"},
              {"case", end.case_id},
              {"how", to_text(end.how)},
              {"output", from_octets(end.output)},
              {"errors", from_octets(end.errors)}};
    if (end.exit_code) line["exit_code"] = *end.exit_code;
    if (end.further_requests > 0) line["further_requests"] = end.further_requests;
    return line;
}

ClientEnd to_client_end(const Json& value) {
    const auto how = client_ending_from(value.at("how").get<std::string>());
    if (!how) throw std::invalid_argument{"unknown ending of a client " + value.at("how").dump()};
    ClientEnd end{.case_id = value.at("case"),
                  .how = *how,
                  .exit_code = std::nullopt,
                  .output = to_octets(value.at("output")),
                  .errors = to_octets(value.at("errors")),
                  .further_requests = value.value("further_requests", std::size_t{0})};
    if (const auto code = value.find("exit_code"); code != value.end()) end.exit_code = code->get<int>();
    return end;
}

/// The latest attempt at the case that the event names.
CaseSpan& span_of(Journal& journal, const Json& value) {
    const std::string id = value.at("case");
    const auto span = std::find_if(journal.cases.rbegin(), journal.cases.rend(),
                                   [&](const CaseSpan& each) { return each.id == id; });
    if (span == journal.cases.rend()) throw std::invalid_argument{"case '" + id + "' ends but never began"};
    return *span;
}

Json from_shrunk(const Shrunk& shrunk) {
    return {{"event", "shrunk"},
            {"case", shrunk.case_id},
            {"rule", shrunk.rule},
            {"exchange", shrunk.exchange},
            {"tries", shrunk.tries},
            {"octets_before", shrunk.octets_before},
            {"exhausted", shrunk.exhausted},
            {"request", from_octets(shrunk.request)},
            {"response", from_octets(shrunk.response)}};
}

Shrunk to_shrunk(const Json& value) {
    return {.case_id = value.at("case"),
            .rule = value.at("rule"),
            .exchange = value.at("exchange"),
            .tries = value.at("tries"),
            .octets_before = value.at("octets_before"),
            .exhausted = value.at("exhausted"),
            .request = to_octets(value.at("request")),
            .response = to_octets(value.at("response"))};
}

/// Keeps the response as long as there is room, else only where it is and how long.
void take_exchange(Journal& journal, Exchange exchange, std::streamoff line, std::size_t& room) {
    if (exchange.response.size() <= room) {
        room -= exchange.response.size();
    } else {
        exchange.response_octets = exchange.received();
        exchange.response = {};
        journal.left_in_file[exchange.id] = line;
    }
    journal.exchanges.push_back(std::move(exchange));
}

void take(Journal& journal, const Json& value, std::streamoff line, std::size_t& room) {
    const std::string event = value.at("event");
    if (event == "exchange") {
        take_exchange(journal, to_exchange(value), line, room);
    } else if (event == "client_ended") {
        journal.client_ends.push_back(to_client_end(value));
    } else if (event == "case_began") {
        journal.cases.push_back({.id = value.at("case"),
                                 .attempt = value.value("attempt", 1U),
                                 .began = to_time(value.at("at"))});
    } else if (event == "case_cut") {
        span_of(journal, value).cut = Cut{value.at("asks"), value.at("within"), value.at("reason")};
    } else if (event == "case_ended") {
        CaseSpan& span = span_of(journal, value);
        span.ended = to_time(value.at("at"));
        span.has_ended = true;
    } else if (event == "note") {
        journal.notes.push_back(value.at("text"));
    } else if (event == "shrunk") {
        journal.shrunk.push_back(to_shrunk(value));
    } else if (event == "run_ended") {
        journal.complete = true;
        journal.ended = to_time(value.at("at"));
    } else {
        throw std::invalid_argument{"unknown event '" + event + "'"};
    }
}

}  // namespace

JournalWriter::JournalWriter(const std::filesystem::path& file, const RunHeader& header)
    : file_{file}, out_{file, std::ios::binary | std::ios::trunc} {
    append(from_header(header).dump());
}

void JournalWriter::case_began(const std::string& id, RunTime at, std::uint32_t attempt) {
    Json line{{"event", "case_began"}, {"case", id}, {"at", at.count()}};
    if (attempt > 1) line["attempt"] = attempt;
    append(line.dump());
}

void JournalWriter::case_cut(const std::string& id, const Cut& cut, RunTime at) {
    append(Json{{"event", "case_cut"},
                {"case", id},
                {"asks", cut.asks},
                {"within", cut.within},
                {"reason", cut.reason},
                {"at", at.count()}}
               .dump());
}

void JournalWriter::shrunk(const Shrunk& shrunk) { append(from_shrunk(shrunk).dump()); }

void JournalWriter::exchanged(const Exchange& exchange) { append(from_exchange(exchange).dump()); }

void JournalWriter::client_ended(const ClientEnd& end) { append(from_client_end(end).dump()); }

void JournalWriter::case_ended(const std::string& id, RunTime at) {
    append(Json{{"event", "case_ended"}, {"case", id}, {"at", at.count()}}.dump());
}

void JournalWriter::noted(const std::string& note) {
    append(Json{{"event", "note"}, {"text", note}}.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void JournalWriter::run_ended(RunTime at) { append(Json{{"event", "run_ended"}, {"at", at.count()}}.dump()); }

void JournalWriter::append(const std::string& line) {
    if (!(out_ << line << '\n' << std::flush)) {
        throw base::SetupError{
            std::string{"cannot write the journal: "} + std::strerror(errno), file_.string(),
            "check the folder, its permissions and the free space, or choose another with --out"};
    }
}

Journal read_journal(const std::filesystem::path& file, std::size_t room) {
    std::ifstream in{file, std::ios::binary};
    if (!in || std::filesystem::is_directory(file)) {
        throw base::SetupError{"cannot read the journal", file.string(),
                               "name the file 'journal' that assay run wrote into its --out folder"};
    }
    Journal journal;
    journal.file = file;
    std::string line;
    std::streamoff begin = 0;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        const auto end = begin + static_cast<std::streamoff>(line.size()) + 1;
        const bool cut = in.eof();  // the writer ends each line, so one without an end was cut in writing
        try {
            const Json value = Json::parse(line);
            number == 1 ? void(journal.header = to_header(value)) : take(journal, value, begin, room);
        } catch (const std::exception& trouble) {
            if (cut && number > 1) break;
            throw base::SetupError{trouble.what(), fmt::format("{}:{}", file.string(), number),
                                   "the file is damaged or was not written by assay run; run again"};
        }
        begin = end;
    }
    if (journal.header.tool_version.empty()) {
        throw base::SetupError{"the journal is empty", file.string(), "run again"};
    }
    return journal;
}

Exchange Journal::whole(const Exchange& exchange) const {
    const auto place = left_in_file.find(exchange.id);
    if (place == left_in_file.end() || !exchange.response.empty()) return exchange;
    std::ifstream in{file, std::ios::binary};
    std::string line;
    try {
        if (!in.seekg(place->second) || !std::getline(in, line))
            throw std::invalid_argument{"it is shorter now"};
        Exchange read = to_exchange(Json::parse(line));
        if (read.id != exchange.id) throw std::invalid_argument{"another exchange stands there now"};
        return read;
    } catch (const std::exception& trouble) {
        throw base::SetupError{fmt::format("cannot read exchange {} again: {}", exchange.id, trouble.what()),
                               file.string(), "leave the journal alone while it is judged"};
    }
}

}  // namespace assay::record
