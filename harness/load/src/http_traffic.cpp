#include "assay/load/traffic.hpp"

#include "assay/base/uuid.hpp"
#include "assay/load/program_dialogue.hpp"
#include "connection.hpp"

namespace assay::load {
namespace {

/// Connections that speak HTTP; what they say the derived classes know.
class HttpTraffic : public Traffic {
public:
    HttpTraffic(const Scenario& scenario, const Address& address, const Sampling& sampling = {})
        : tls_{scenario.tls},
          http_{.target = scenario.target,
                .peer = {boost::asio::ip::make_address(address.ip), address.port},
                .requests_per_connection = scenario.requests_per_connection} {
        if (sampling.sink == nullptr) return;
        http_.sample = std::make_unique<SampleOrigin>();
        http_.sample->sampling = sampling;
    }

    [[nodiscard]] std::vector<std::unique_ptr<Lane>> lanes(boost::asio::io_context& context,
                                                           const LanePlan& plan,
                                                           LaneListener& listener) const override {
        const auto tls = http_.target.tls ? std::make_shared<const TlsClient>(tls_, http_.target) : nullptr;
        std::vector<std::unique_ptr<Lane>> lanes;
        for (unsigned i = 0; i < plan.count; ++i)
            lanes.push_back(std::make_unique<Connection>(context, plan, http_, plan.first + i, tls,
                                                         conversation(plan.first + i), listener));
        return lanes;
    }

protected:
    /// What one of the users says; it is used on this thread only.
    [[nodiscard]] virtual std::unique_ptr<Conversation> conversation(unsigned user) const = 0;

    [[nodiscard]] const Target& target() const { return http_.target; }
    void give_captured_to(std::vector<std::string>* captured) { http_.captured = captured; }

    [[nodiscard]] static MessageIds& ids_of_this_thread() {
        static thread_local MessageIds ids{base::random_uuid()};
        return ids;
    }

private:
    TlsOptions tls_;
    HttpPlan http_;
};

class OperationTraffic final : public HttpTraffic {
public:
    OperationTraffic(const Scenario& scenario, const Address& address, const Sampling& sampling)
        : HttpTraffic{scenario, address, sampling}, messages_{scenario.target, scenario.request} {}

    [[nodiscard]] std::vector<std::string> operations() const override {
        const Operation operation = messages_.request().operation;
        std::vector<std::string> names{std::string{name_of(operation)}};
        if (operation == Operation::enumerate) names.insert(names.end(), {"Enumerate", "Pull"});
        return names;
    }

private:
    [[nodiscard]] std::unique_ptr<Conversation> conversation(unsigned /*user*/) const override {
        return std::make_unique<Dialogue>(messages_, ids_of_this_thread());
    }

    MessageFactory messages_;
};

class ProgramTraffic final : public HttpTraffic {
public:
    ProgramTraffic(const Scenario& scenario, const Address& address, ProgramPart part,
                   std::vector<std::string> captured, std::vector<std::string>* gives,
                   const Sampling& sampling)
        : HttpTraffic{scenario, address, sampling},
          program_{scenario.program},
          flows_{flows_of(*program_, part)},
          seed_{scenario.seed},
          play_{*program_, prepare(flows_, target(), names_), std::move(captured)} {
        play_.captured.resize(program_->slots.size());
        give_captured_to(gives);
    }

    [[nodiscard]] std::vector<std::string> operations() const override { return names_; }

private:
    [[nodiscard]] static std::vector<Flow> flows_of(const Program& program, ProgramPart part) {
        switch (part) {
            case ProgramPart::setup: return {program.setup};
            case ProgramPart::teardown: return {program.teardown};
            case ProgramPart::mix: break;
        }
        return program.mix;
    }

    [[nodiscard]] std::unique_ptr<Conversation> conversation(unsigned user) const override {
        return std::make_unique<ProgramDialogue>(play_, ids_of_this_thread(), seed_, user);
    }

    std::shared_ptr<const Program> program_;
    std::vector<Flow> flows_;
    std::vector<std::string> names_{"scenario"};
    std::uint64_t seed_;
    ProgramPlay play_;
};

}  // namespace

std::unique_ptr<const Traffic> make_http_traffic(const Scenario& scenario, const Address& address,
                                                 const Sampling& sampling) {
    return std::make_unique<OperationTraffic>(scenario, address, sampling);
}

std::unique_ptr<const Traffic> make_program_traffic(const Scenario& scenario, const Address& address,
                                                    ProgramPart part, std::vector<std::string> captured,
                                                    std::vector<std::string>* gives,
                                                    const Sampling& sampling) {
    return std::make_unique<ProgramTraffic>(scenario, address, part, std::move(captured), gives, sampling);
}

}  // namespace assay::load
