#include "assay/load/traffic.hpp"
#include "ipmi_lane.hpp"

namespace assay::load {
namespace {

namespace wire = ipmi_wire;

/// BMCs bound how many half-open sessions one socket may have.
constexpr std::size_t lanes_of_a_bmc_in_a_port = 16;

/// What an operation of the command line is: one command, or none but those of a session.
Program program_of(const IpmiRequest& request) {
    const std::string name{name_of(request.operation)};
    Program program{.file = {}, .mix = {{.name = name}}};
    program.session_each = request.operation == IpmiOperation::session;
    BmcCommand command{.netfn = wire::netfn::app, .number = wire::cmd::app::get_device_id};
    if (request.operation == IpmiOperation::sensor) {
        command = {.netfn = wire::netfn::sensor_event,
                   .number = wire::cmd::sensor_event::get_reading,
                   .data = {std::string(1, static_cast<char>(request.sensor))}};
    }
    if (!program.session_each)
        program.mix[0].steps = {{.name = name, .action = {}, .bmc = std::move(command)}};
    return program;
}

class IpmiTraffic final : public Traffic {
public:
    explicit IpmiTraffic(const Scenario& scenario)
        : target_{scenario.ipmi->target},
          program_{scenario.program ? *scenario.program : program_of(*scenario.ipmi)},
          names_{std::string{scenario.operation()}},
          play_{.login = {target_.user, target_.password, *wire::suite_of(scenario.ipmi->suite)},
                .whole_sessions = program_.session_each,
                .program = {program_, prepare(program_.mix, names_),
                            std::vector<std::string>(program_.slots.size())},
                .seed = scenario.seed} {
        if (play_.whole_sessions) count_session_messages();
    }

    [[nodiscard]] std::vector<std::string> operations() const override { return names_; }

    [[nodiscard]] std::vector<std::unique_ptr<Lane>> lanes(boost::asio::io_context& context,
                                                           const LanePlan& plan,
                                                           LaneListener& listener) const override {
        const std::vector<Address>& bmcs = target_.addresses;
        std::vector<std::unique_ptr<Lane>> lanes;
        std::shared_ptr<IpmiPort> port;
        for (unsigned i = 0; i < plan.count; ++i) {
            const unsigned user = plan.first + i;
            if (i % (lanes_of_a_bmc_in_a_port * bmcs.size()) == 0)
                port = std::make_shared<IpmiPort>(context, plan.clock, bmcs.front(), bmcs.size() == 1);
            lanes.push_back(std::make_unique<IpmiLane>(play_, user, port, bmcs[user % bmcs.size()], plan,
                                                       random_of_this_thread(), listener));
        }
        return lanes;
    }

private:
    static wire::RandomSource& random_of_this_thread() {
        static thread_local wire::SystemRandom random;
        return random;
    }

    void count_session_messages() {
        using enum IpmiMessage;
        for (const auto& [message, name] :
             {std::pair{open_session, "Open Session"}, std::pair{rakp1, "RAKP 1"}, std::pair{rakp3, "RAKP 3"},
              std::pair{set_privilege, "Set Privilege"}, std::pair{close, "Close Session"}}) {
            play_.places.at(static_cast<std::size_t>(message)) = names_.size();
            names_.emplace_back(name);
        }
    }

    IpmiTarget target_;
    Program program_;
    std::vector<std::string> names_;
    IpmiPlay play_;
};

}  // namespace

std::unique_ptr<const Traffic> make_ipmi_traffic(const Scenario& scenario) {
    return std::make_unique<IpmiTraffic>(scenario);
}

}  // namespace assay::load
