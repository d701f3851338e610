#include "assay/load/traffic.hpp"
#include "ipmi_lane.hpp"

namespace assay::load {
namespace {

namespace wire = ipmi_wire;

/// BMCs bound how many half-open sessions one socket may have.
constexpr std::size_t lanes_of_a_bmc_in_a_port = 16;

class IpmiTraffic final : public Traffic {
public:
    explicit IpmiTraffic(const IpmiRequest& request) : request_{request} {
        play_.login = {request.target.user, request.target.password, *wire::suite_of(request.suite)};
        play_.whole_sessions = request.operation == IpmiOperation::session;
        play_.command = {wire::netfn::app, wire::cmd::app::get_device_id};
        if (request.operation == IpmiOperation::sensor) {
            play_.command = {
                wire::netfn::sensor_event, wire::cmd::sensor_event::get_reading, {request.sensor}};
        }
    }

    [[nodiscard]] std::vector<std::string> operations() const override {
        std::vector<std::string> names{std::string{name_of(request_.operation)}};
        if (play_.whole_sessions)
            names.insert(names.end(), {"Open Session", "RAKP 1", "RAKP 3", "Set Privilege", "Close Session"});
        return names;
    }

    [[nodiscard]] std::vector<std::unique_ptr<Lane>> lanes(boost::asio::io_context& context,
                                                           const LanePlan& plan,
                                                           LaneListener& listener) const override {
        const std::vector<Address>& bmcs = request_.target.addresses;
        std::vector<std::unique_ptr<Lane>> lanes;
        std::shared_ptr<IpmiPort> port;
        for (unsigned i = 0; i < plan.count; ++i) {
            if (i % (lanes_of_a_bmc_in_a_port * bmcs.size()) == 0)
                port = std::make_shared<IpmiPort>(context, plan.clock, bmcs.front(), bmcs.size() == 1);
            lanes.push_back(std::make_unique<IpmiLane>(play_, port, bmcs[(plan.first + i) % bmcs.size()],
                                                       plan, random_of_this_thread(), listener));
        }
        return lanes;
    }

private:
    static wire::RandomSource& random_of_this_thread() {
        static thread_local wire::SystemRandom random;
        return random;
    }

    IpmiRequest request_;
    IpmiPlay play_;
};

}  // namespace

std::unique_ptr<const Traffic> make_ipmi_traffic(const Scenario& scenario) {
    return std::make_unique<IpmiTraffic>(*scenario.ipmi);
}

}  // namespace assay::load
