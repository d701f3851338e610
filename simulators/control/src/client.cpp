#include "assay/control/client.hpp"

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

#include "assay/base/setup_error.hpp"

namespace assay::control {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Json = nlohmann::ordered_json;

constexpr auto patience = std::chrono::seconds{10};
constexpr std::size_t longest_answer = 64U << 20U;

/// Rows of cells, as wide as the widest of each column.
std::string table(const Json& rows) {
    std::vector<std::vector<std::string>> cells(1);
    for (const auto& [key, value] : rows.front().items()) cells[0].push_back(key);
    for (const Json& row : rows) {
        auto& line = cells.emplace_back();
        for (const std::string& key : cells[0]) {
            const auto found = row.find(key);
            line.push_back(found == row.end()   ? ""
                           : found->is_string() ? found->get<std::string>()
                                                : found->dump());
        }
    }
    std::string text;
    for (const auto& line : cells) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            std::size_t width = 0;
            for (const auto& other : cells) width = std::max(width, other[i].size());
            text += i + 1 == line.size() ? line[i] : fmt::format("{:<{}}  ", line[i], width);
        }
        text += '\n';
    }
    return text;
}

std::string for_people(const Json& result) {
    if (result.is_array()) return result.empty() ? "" : table(result);
    std::string text;
    for (const auto& [key, value] : result.items()) {
        if (value.is_array()) {
            text += fmt::format("{}:\n{}", key, for_people(value));
        } else {
            text +=
                fmt::format("{:<12}{}\n", key, value.is_string() ? value.get<std::string>() : value.dump());
        }
    }
    return text;
}

}  // namespace

std::string ask(const Address& address, const std::string& request) {
    asio::io_context io{1};
    Protocol::socket socket{io};
    error_code failure = asio::error::timed_out;
    std::string answer;
    const std::string line = request + '\n';
    socket.async_connect(address.endpoint, [&](const error_code& refused) {
        failure = refused;
        if (refused) return;
        failure = asio::error::timed_out;
        asio::async_write(socket, asio::buffer(line), [&](const error_code& unsent, std::size_t) {
            if (unsent) failure = unsent;
        });
        asio::async_read_until(socket, asio::dynamic_buffer(answer, longest_answer), '\n',
                               [&](const error_code& unread, std::size_t) { failure = unread; });
    });
    io.run_for(patience);
    if (failure) {
        throw base::SetupError{failure.message(), "--control " + address.text,
                               "see whether a bmcsim runs with that --control"};
    }
    return answer;
}

Said said_by(const std::string& answer, bool as_json) {
    const Json json = Json::parse(answer, nullptr, false);
    if (!json.is_object() || !json.contains("ok")) return {false, "what answers there is no bmcsim"};
    if (json["ok"] != true) return {false, json.value("error", std::string{"it did not say why"})};
    if (!json.contains("result")) return {true, ""};
    return {true, as_json ? json["result"].dump() + '\n' : for_people(json["result"])};
}

}  // namespace assay::control
