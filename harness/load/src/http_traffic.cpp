#include "assay/load/traffic.hpp"

#include "assay/base/uuid.hpp"
#include "connection.hpp"

namespace assay::load {
namespace {

class HttpTraffic final : public Traffic {
public:
    HttpTraffic(const Scenario& scenario, const Address& address)
        : tls_{scenario.tls},
          http_{.target = scenario.target,
                .messages = {scenario.target, scenario.request},
                .peer = {boost::asio::ip::make_address(address.ip), address.port},
                .requests_per_connection = scenario.requests_per_connection} {}

    [[nodiscard]] std::vector<std::string> operations() const override {
        const Operation operation = http_.messages.request().operation;
        std::vector<std::string> names{std::string{name_of(operation)}};
        if (operation == Operation::enumerate) names.insert(names.end(), {"Enumerate", "Pull"});
        return names;
    }

    [[nodiscard]] std::vector<std::unique_ptr<Lane>> lanes(boost::asio::io_context& context,
                                                           const LanePlan& plan,
                                                           LaneListener& listener) const override {
        const auto ids = std::make_shared<MessageIds>(base::random_uuid());
        const auto tls = http_.target.tls ? std::make_shared<const TlsClient>(tls_, http_.target) : nullptr;
        std::vector<std::unique_ptr<Lane>> lanes;
        for (unsigned i = 0; i < plan.count; ++i)
            lanes.push_back(std::make_unique<Connection>(context, plan, http_, tls, ids, listener));
        return lanes;
    }

private:
    TlsOptions tls_;
    HttpPlan http_;
};

}  // namespace

std::unique_ptr<const Traffic> make_http_traffic(const Scenario& scenario, const Address& address) {
    return std::make_unique<HttpTraffic>(scenario, address);
}

}  // namespace assay::load
