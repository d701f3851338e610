#include "sample_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "sample_messages.hpp"

namespace assay::reports::sample {
namespace {

using namespace std::chrono_literals;
using namespace record;

Rule rule(std::string id, Level level, std::string section, std::string number, std::string requirement) {
    Rule made;
    made.id = std::move(id);
    made.specification =
        made.id.starts_with("service.") || made.id.starts_with("schema.") ? "Assay" : "DSP0226";
    made.section = std::move(section);
    made.number = std::move(number);
    made.level = level;
    made.requirement = std::move(requirement);
    return made;
}

Rules catalogue() {
    Rules rules;
    const auto add = [&](Rule one) { rules.emplace(one.id, one); };
    add(rule("addressing.relates-to", Level::shall, "5.4.2", "R5.4.2-1",
             "A reply carries wsa:RelatesTo with the wsa:MessageID of the request it answers"));
    add(rule("selectors.unexpected", Level::should, "5.1.2.2", "R5.1.2.2-3",
             "A selector name that the resource does not define is faulted with UnexpectedSelectors"));
    add(rule("selectors.single-refparam", Level::shall, "5.1.2.2", "",
             "The whole SelectorSet is one reference parameter scoped to the ResourceURI"));
    add(rule("transport.content-type", Level::shall, "C.1", "RC.1-4",
             "A SOAP reply over HTTP is sent as application/soap+xml with its character set"));
    add(rule("schema.message", Level::shall, "DSP0226 Annex A", "",
             "Each message is valid against the published schemas, but for the named quirks"));
    add(rule("service.survives", Level::shall, "DSP0226 4", "",
             "After hostile input the service goes on to answer Identify"));
    add(rule("enumeration.optimized", Level::may, "8.2.3", "R8.2.3-1",
             "Enumerate may answer with the first items when the client asks for it"));
    add(rule("transfer.create", Level::may, "7.4", "R7.4-1", "A resource may offer Create"));
    return rules;
}

Exchange exchange(std::uint32_t id, std::string case_id, std::string label, std::string request,
                  std::string response) {
    Exchange made;
    made.id = id;
    made.case_id = std::move(case_id);
    made.label = std::move(label);
    made.connection = 1 + id / 3;
    made.request = std::move(request);
    made.response = std::move(response);
    made.times.began = id * 20ms;
    made.times.connected = made.times.began;
    made.times.sent = made.times.began + 200us;
    made.times.first_octet = made.times.began + 2900us;
    made.times.finished = made.times.began + 3100us;
    return made;
}

/// A place at the only occurrence of `marked` in that part of the message.
Place place(const Exchange& at, Part part, std::string_view marked, std::string path) {
    const std::string& message =
        part == Part::request_head || part == Part::request_body ? at.request : at.response;
    const std::size_t body = message.find("\r\n\r\n") + 4;
    const bool in_body = part == Part::request_body || part == Part::response_body;
    Place made;
    made.exchange = at.id;
    made.part = part;
    made.offset = message.find(marked, in_body ? body : 0) - (in_body ? body : 0);
    made.length = marked.size();
    const std::string_view before = std::string_view{message}.substr(in_body ? body : 0, made.offset);
    made.line = 1 + static_cast<std::uint32_t>(std::ranges::count(before, '\n'));
    made.column = 1 + static_cast<std::uint32_t>(before.size() - (before.rfind('\n') + 1));
    made.path = std::move(path);
    return made;
}

CaseResult result(std::string id, std::string suite, std::string title, std::vector<std::string> proves,
                  Verdict verdict) {
    CaseResult made;
    made.id = std::move(id);
    made.suite = std::move(suite);
    made.title = std::move(title);
    made.proves = std::move(proves);
    made.verdict = verdict;
    made.elapsed = 3200us;
    return made;
}

RunRecord empty_run() {
    RunRecord run;
    run.header.tool_version = "0.1.0";
    run.header.began = "2026-11-20T18:31:07Z";
    run.header.target = "http://127.0.0.1:40123/wsman";
    run.header.seed = 20261120;
    run.header.plan_hash = "6f1ed002ab5595859014ebf0951522d9a4a1f0c6b4a1f1de0e9b6a3f4f4fd1c2";
    run.header.profile_name = "reference";
    run.header.options = {{"jobs", "1"}, {"timeout_seconds", "10"}};
    run.complete = true;
    run.elapsed = 4210ms;
    run.rules = catalogue();
    return run;
}

constexpr auto get_suite = "dsp0226/transfer/get.lua";
constexpr auto selectors_suite = "dsp0226/addressing/selectors.lua";
constexpr auto enumeration_suite = "dsp0226/enumeration/enumerate.lua";
constexpr auto http_suite = "http/framing.lua";

void add_failed_get(RunRecord& run) {
    const Exchange& got = run.exchanges.emplace_back(
        exchange(1, "transfer.get.relates-to", "Get", get_request, get_reply_without_relation));
    CaseResult made =
        result("transfer.get.relates-to", get_suite, "The reply to Get names the request it answers",
               {"addressing.relates-to", "transport.content-type"}, Verdict::failed);
    made.exchanges = {1};
    made.findings.push_back(
        {"addressing.relates-to", "The reply's wsa:RelatesTo is not the request's wsa:MessageID.",
         "uuid:8b1d3b4e-5f58-4c4c-9a54-3e0a1f0f7c11", "uuid:00000000-0000-0000-0000-000000000000",
         place(got, Part::response_body, "uuid:00000000-0000-0000-0000-000000000000",
               "/s:Envelope/s:Header/wsa:RelatesTo")});
    made.findings.push_back({"transport.content-type", "The reply's Content-Type is not that of SOAP 1.2.",
                             "application/soap+xml;charset=UTF-8", "text/xml",
                             place(got, Part::response_head, "Content-Type: text/xml", "Content-Type")});
    run.cases.push_back(std::move(made));
}

void add_warned_selectors(RunRecord& run) {
    const Exchange& got = run.exchanges.emplace_back(
        exchange(2, "selectors.unknown-name", "Get", get_request_with_unknown_selector, fault_reply));
    run.exchanges.back().tls = TlsFacts{"TLSv1.3", "TLS_AES_256_GCM_SHA384", "CN=bmc.example"};
    CaseResult made = result("selectors.unknown-name", selectors_suite,
                             "A selector name that the resource does not define is refused",
                             {"selectors.unexpected"}, Verdict::warned);
    made.exchanges = {2};
    made.findings.push_back(
        {"selectors.unexpected", "The fault's detail is not UnexpectedSelectors.",
         "…/faultDetail/UnexpectedSelectors", "…/faultDetail/InsufficientSelectors",
         place(got, Part::response_body,
               "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/InsufficientSelectors",
               "/s:Envelope/s:Body/s:Fault/s:Detail/wsman:FaultDetail")});
    run.cases.push_back(std::move(made));
}

void add_dead_service(RunRecord& run) {
    Exchange& got = run.exchanges.emplace_back(
        exchange(3, "framing.short-body", "raw", raw_request, "HTTP/1.1 400 Bad Request\r\nContent-Le"));
    got.unlawful_because = "Content-Length says 9999, 14 octets follow";
    got.ending = Ending::cut;
    got.trouble = "Connection reset by peer";
    CaseResult made =
        result("framing.short-body", http_suite, "A body shorter than its length does not end the service",
               {"service.survives"}, Verdict::failed);
    made.exchanges = {3};
    Place at;
    at.exchange = 3;
    at.part = Part::connection;
    made.findings.push_back({"service.survives", "The canary after this case got no answer.",
                             "an IdentifyResponse", "connection refused", at});
    run.cases.push_back(std::move(made));
}

void add_long_body(RunRecord& run) {
    const Exchange& got = run.exchanges.emplace_back(
        exchange(4, "enumeration.many-items", "Enumerate", enumerate_request, long_enumeration_reply()));
    CaseResult made = result("enumeration.many-items", enumeration_suite, "A long answer to Pull is valid",
                             {"schema.message"}, Verdict::failed);
    made.exchanges = {4};
    made.findings.push_back(
        {"schema.message", "Element Slot holds 'seventeen', which is not an xs:unsignedByte.",
         "a whole number from 0 to 255", "seventeen",
         place(got, Part::response_body, "<p:Slot>seventeen</p:Slot>",
               "/s:Envelope/s:Body/wsen:PullResponse/wsen:Items/p:Assay_Item[113]/p:Slot")});
    Finding without_place{"schema.message", "No xsd:schemaLocation names a schema.", "", "", std::nullopt};
    made.findings.push_back(std::move(without_place));
    run.cases.push_back(std::move(made));
}

void add_flaky_enumeration(RunRecord& run) {
    const Exchange got = run.exchanges.emplace_back(
        exchange(5, "enumeration.every-other", "Enumerate", enumerate_request, fault_reply));
    run.exchanges.push_back(
        exchange(6, "enumeration.every-other", "Enumerate", enumerate_request, long_enumeration_reply()));
    run.exchanges.back().attempt = 2;
    CaseResult made = result("enumeration.every-other", enumeration_suite, "Enumerate is answered each time",
                             {"schema.message"}, Verdict::failed);
    made.exchanges = {5, 6};
    made.findings.push_back({"schema.message", "A request that is in order was not carried out.", "success",
                             "HTTP 500", place(got, Part::response_head, "HTTP/1.1", "")});
    made.attempts = {{1, Verdict::failed, "", 1, {5}, 1600us}, {2, Verdict::passed, "", 0, {6}, 1600us}};
    made.flaky = true;
    run.cases.push_back(std::move(made));
}

void add_overlong_case(RunRecord& run) {
    CaseResult made = result("enumeration.for-ever", enumeration_suite, "A long enumeration comes to its end",
                             {"schema.message"}, Verdict::blocked);
    made.overran = true;
    made.reason = "it took longer than its time limit of 120 s";
    run.cases.push_back(std::move(made));
}

void add_smallest_request(RunRecord& run) {
    const std::string request = "POST /wsman HTTP/1.1\r\nHost: bmc\r\n\r\n<s:Envelope/>";
    run.shrunk.push_back(
        {"transfer.get.relates-to", "addressing.relates-to", 1, 87, 1204, true, request, ""});
}

void add_the_rest(RunRecord& run) {
    const auto add = [&](CaseResult made, std::string reason) {
        made.reason = std::move(reason);
        run.cases.push_back(std::move(made));
    };
    CaseResult observed =
        result("enumeration.optimized", enumeration_suite, "Enumerate answers with items when asked to",
               {"enumeration.optimized"}, Verdict::observed);
    observed.findings.push_back({"enumeration.optimized", "The service ignores wsman:OptimizeEnumeration.",
                                 "either", "no items in EnumerateResponse", std::nullopt});
    add(std::move(observed), "");
    for (const char* verb : {"existing", "by-two-keys", "with-extra-header", "singleton"})
        add(result(fmt::format("transfer.get.{}", verb), get_suite,
                   "Get returns the representation that the keys name",
                   {"schema.message", "selectors.single-refparam"}, Verdict::passed),
            "");
    add(result("transfer.create.new-item", "dsp0226/transfer/create.lua",
               "Create answers with the new item's EPR", {"transfer.create"}, Verdict::not_applicable),
        "the profile says that feature.transfer.create is not offered");
    add(result("enumeration.pull-after-release", enumeration_suite, "Pull after Release is refused",
               {"schema.message"}, Verdict::blocked),
        "needs enumeration.many-items, which failed");
    add(result("selectors.created-twin", selectors_suite, "Two instances with one name are told apart",
               {"selectors.single-refparam"}, Verdict::setup_failed),
        "the twin could not be created: 403 Forbidden");
    add(result("framing.chunk-extension", http_suite, "A chunk extension is ignored", {"service.survives"},
               Verdict::harness_error),
        "suites/http/framing.lua:41: attempt to index a nil value (field 'item')");
    CaseResult passive = result("passive.schema.message", "", "Every message of the run is valid",
                                {"schema.message"}, Verdict::failed);
    passive.findings.push_back({"schema.message", "wsa:Address is empty.", "a URI", "",
                                place(run.exchanges[1], Part::request_head, "Content-Type", "Content-Type")});
    add(std::move(passive), "");
    add(result("passive.http.framing", "", "Every message has one length", {"schema.message"},
               Verdict::passed),
        "");
}

}  // namespace

RunRecord repeated() {
    RunRecord run = empty_run();
    add_failed_get(run);
    add_flaky_enumeration(run);
    add_overlong_case(run);
    add_smallest_request(run);
    run.judged_by = "0c9e44b1d5f0";
    return run;
}

RunRecord mixed() {
    RunRecord run = empty_run();
    add_failed_get(run);
    add_warned_selectors(run);
    add_dead_service(run);
    add_long_body(run);
    add_the_rest(run);
    run.mutants = {{"message-without-body",
                    "schema.message",
                    "Answers have no s:Body",
                    {"transfer.get.existing", "enumeration.pull-after-release", "passive.schema.message"}},
                   {"ends-on-a-chunk",
                    "service.survives",
                    "A chunk extension ends the service",
                    {"framing.chunk-extension"}}};
    return run;
}

RunRecord interrupted() {
    RunRecord run = empty_run();
    run.complete = false;
    run.elapsed = 812ms;
    run.cases.push_back(result("transfer.get.existing", get_suite, "Get returns the representation",
                               {"schema.message"}, Verdict::passed));
    run.cases.push_back(result("selectors.unknown-name", selectors_suite,
                               "A selector name that is not defined is refused", {"selectors.unexpected"},
                               Verdict::blocked));
    run.cases.back().reason = "the run ended first";
    return run;
}

RunRecord conforming() {
    RunRecord run = empty_run();
    for (const char* verb : {"existing", "by-two-keys", "singleton"})
        run.cases.push_back(result(fmt::format("transfer.get.{}", verb), get_suite,
                                   "Get returns the representation", {"schema.message"}, Verdict::passed));
    return run;
}

RunRecord deviating() {
    RunRecord run = mixed();
    std::erase_if(run.cases, [](const CaseResult& result) {
        return result.verdict == Verdict::harness_error || result.verdict == Verdict::setup_failed;
    });
    for (CaseResult& result : run.cases) {
        for (Finding& finding : result.findings)
            finding.known = {"answers otherwise until its next release", "the firmware team", "2027-01-01",
                             "known.toml:3:1"};
    }
    run.cases.front().findings.front().quirks = {
        {"Windows Remote Management", "Every fault has the HTTP status 500", "Acme/lamp#1"}};
    run.stale_deviations = {
        "known.toml:9:1: unexpected pass: transfer.create no longer breaks transfer.create"};
    run.dialects = {{.name = "winrm",
                     .title = "Windows Remote Management",
                     .shown = 1,
                     .decided = 2,
                     .likeness = 0.75,
                     .signs = {{"fault-numbers", "Faults carry a number", "MS-WSMV 2.2.4.43",
                                SignSeen::Answer::shown, "2150858843", 3},
                               {"server", "HTTP is spoken by http.sys", "its manual",
                                SignSeen::Answer::contradicted, "it is not there", 1},
                               {"vendor", "It is a product of Microsoft", "its manual",
                                SignSeen::Answer::not_seen, "", 0}},
                     .bugs = {"B068: a body in clear text is answered with 500"}}};
    return run;
}

RunRecord hostile() {
    RunRecord run = empty_run();
    const std::string attack{hostile_text};
    Exchange& got = run.exchanges.emplace_back(exchange(
        1, "transfer.get.hostile", "Get", get_request,
        "HTTP/1.1 200 OK\r\nServer: " + attack + "\r\nContent-Type: text/html\r\n\r\n<a>" + attack + "</a>"));
    got.trouble = attack;
    run.header.target = "http://127.0.0.1:1/'\"><script>alert(1)</script>";
    CaseResult made = result("transfer.get.hostile", get_suite, attack, {"schema.message"}, Verdict::failed);
    made.exchanges = {1};
    made.findings.push_back({"schema.message", attack, attack, attack,
                             place(got, Part::response_body, "<a>" + attack + "</a>", attack)});
    made.findings.back().quirks = {{attack, attack, attack}};
    run.cases.push_back(std::move(made));
    run.cases.push_back(
        result("transfer.get.refused", get_suite, "Get", {"schema.message"}, Verdict::setup_failed));
    run.cases.back().reason = attack;
    return run;
}

RunRecord large(std::size_t cases) {
    RunRecord run = empty_run();
    run.elapsed = 12min + 3s;
    for (std::size_t i = 0; i < cases; ++i) {
        const std::string id = fmt::format("bulk.case-{:05}", i);
        CaseResult made = result(id, fmt::format("bulk/chapter-{:02}.lua", i % 40), "One of very many cases",
                                 {"schema.message"}, i % 10 == 3 ? Verdict::failed : Verdict::passed);
        if (i % 10 == 3) {
            const auto number = static_cast<std::uint32_t>(i + 1);
            const Exchange& got = run.exchanges.emplace_back(
                exchange(number, id, "Pull", enumerate_request, long_enumeration_reply()));
            made.exchanges = {number};
            made.findings.push_back({"schema.message", "Element Slot holds 'seventeen'.", "a number",
                                     "seventeen",
                                     place(got, Part::response_body, "seventeen", "/s:Envelope/s:Body")});
        }
        run.cases.push_back(std::move(made));
    }
    return run;
}

RunRecord client() {
    RunRecord run = mixed();
    run.header.options[judged_option] = judged_client;
    run.header.profile_name = "dracclient";
    run.cases.front().client = ClientEnd{.case_id = run.cases.front().id,
                                         .how = ClientEnding::exited,
                                         .exit_code = 3,
                                         .output = "",
                                         .errors = "HTTP 400 </code><script>alert(1)</script>\x1b[31m",
                                         .further_requests = 1};
    return run;
}

}  // namespace assay::reports::sample
