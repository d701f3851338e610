// What judging costs once an exchange was read: every passive rule on a Get and on a Pull, with the published
// schemas and without.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>

#include "assay/base/home.hpp"
#include "assay/rules/examine.hpp"
#include "assay/rules/standard_rules.hpp"
#include "assay/testing/source_dir.hpp"
#include "assay/xml/schema_set.hpp"
#include "assay/xml/validator.hpp"

namespace {

using namespace assay;

const std::filesystem::path fixtures = std::filesystem::path{ASSAY_SOURCE_DIR} / "fixtures";

class NoSchemas final : public rules::Validator {
public:
    std::vector<xml::SchemaError> validate(std::string_view) override { return {}; }
};

std::string message(const std::string& start, const char* name) {
    const std::string body = base::read_file(fixtures / "messages" / name);
    return start + "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

record::Exchange exchange(const char* request, const char* response) {
    record::Exchange one;
    one.id = 1;
    one.connection = 1;
    one.request = message("POST /wsman HTTP/1.1\r\nHost: 127.0.0.1", request);
    one.response = message("HTTP/1.1 200 OK", response);
    return one;
}

void examine_exchange(benchmark::State& state, const record::Exchange& one, rules::Validator& validator) {
    const rules::RuleBook book = rules::standard_rules(validator);
    std::vector<observe::Reading> readings;
    readings.push_back(observe::read(one));
    for (auto _ : state) benchmark::DoNotOptimize(rules::examine(readings, book));
}

void examine_without_schemas(benchmark::State& state, const char* request, const char* response) {
    NoSchemas none;
    examine_exchange(state, exchange(request, response), none);
}

void examine_with_schemas(benchmark::State& state, const char* request, const char* response) {
    const xml::XercesRuntime runtime;
    const xml::SchemaSet schemas = xml::SchemaSet::load(runtime, fixtures / "schemas");
    xml::Validator xerces{schemas};
    rules::SchemaValidator validator{xerces};
    examine_exchange(state, exchange(request, response), validator);
}

BENCHMARK_CAPTURE(examine_without_schemas, get, "get-request.xml", "get-response.xml");
BENCHMARK_CAPTURE(examine_without_schemas, pull, "pull-request.xml", "pull-response.xml");
BENCHMARK_CAPTURE(examine_with_schemas, get, "get-request.xml", "get-response.xml");

}  // namespace

BENCHMARK_MAIN();
