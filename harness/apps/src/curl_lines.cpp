#include "curl_lines.hpp"

#include <fstream>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/drive/target.hpp"
#include "assay/judge/judge.hpp"
#include "assay/reports/curl.hpp"
#include "text.hpp"

namespace assay::apps {
namespace {

void write_body(const std::filesystem::path& file, const std::string& octets) {
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    if (!(out << octets << std::flush)) {
        throw base::SetupError{"cannot write a request's body", file.string(),
                               "name a folder that can be written to with --out"};
    }
}

void print_line(const PastCase& past, const record::Exchange& exchange, const std::string& origin,
                const suite::TargetSettings& settings, const std::filesystem::path& into) {
    fmt::print("# exchange {}, {}, was {}\n", exchange.id, printable(exchange.label),
               record::to_text(exchange.ending));
    const auto file = into / fmt::format("{}.{}.body", past.span.id, exchange.id);
    const auto command =
        reports::curl_command(exchange, origin, {file.string(), settings.ca_file, settings.verify});
    if (!command) {
        fmt::print(
            "# curl would not send it as it was, for its framing or octets are not\n"
            "# ordinary; `assay replay` without --curl does\n");
        return;
    }
    if (!command->body.empty()) write_body(file, command->body);
    fmt::print("{}\n", command->line);
}

}  // namespace

TargetOptions target_of(const PastCase& past, TargetOptions options) {
    if (options.url.empty()) options.url = past.journal.header.target;
    return options;
}

suite::TargetSettings settings_of(const PastCase& past, const TargetOptions& options,
                                  const ProductData& data) {
    if (!options.profile.empty()) return profile_of(options.profile, data).target;
    suite::TargetSettings settings = past.profile.target;
    const auto used = past.journal.header.options.find(judge::credentials_option);
    if (used != past.journal.header.options.end() && used->second == "Digest") settings.scheme = "digest";
    return settings;
}

ExitCode print_curl_lines(const PastCase& past, const std::string& url, const suite::TargetSettings& settings,
                          const std::filesystem::path& into) {
    const std::string origin = drive::parse_target(url).target.url();
    const auto folder = into.empty() ? past.folder : into;
    for (const record::Exchange* exchange : past.exchanges()) {
        if (!exchange->request.empty()) print_line(past, *exchange, origin, settings, folder);
    }
    return ExitCode::conforming;
}

}  // namespace assay::apps
