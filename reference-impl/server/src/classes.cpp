#include "classes.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/cim-resource/cim_resource.hpp"
#include "assay/conformance/conformance.hpp"
#include "assay/host/host_provider.hpp"
#include "assay/ipmi/hardware.hpp"
#include "assay/mof/parse.hpp"
#include "assay/repository/memory_store.hpp"
#include "assay/repository/sqlite_store.hpp"
#include "bmc_section.hpp"

namespace assay::server {
namespace {

void refuse(const std::vector<mof::Diagnostic>& mistakes) {
    if (mistakes.empty()) return;
    std::string rest;
    for (std::size_t i = 1; i < mistakes.size(); ++i) rest += mof::to_text(mistakes[i]) + "\n  ";
    const mof::Diagnostic& first = mistakes.front();
    throw base::SetupError{first.message,
                           first.file + ':' + std::to_string(first.line) + ':' + std::to_string(first.column),
                           rest + "correct the class file"};
}

cim::Compiled compiled(const std::vector<std::filesystem::path>& files) {
    std::vector<mof::Document> documents;
    for (const std::filesystem::path& file : files) {
        mof::Parsed parsed = mof::parse_file(file);
        refuse(parsed.diagnostics);
        documents.push_back(std::move(parsed.document));
    }
    cim::Compiled result = cim::compile(documents);
    refuse(result.diagnostics);
    return result;
}

/// Those of the configuration, or those that come with the program.
std::vector<std::filesystem::path> class_files_of(const Config& config) {
    if (!config.class_files.empty()) return config.class_files;
    return {base::home() / "fixtures/mof" / (config.conformance ? "all.mof" : "models.mof")};
}

std::unique_ptr<repository::Store> store_of(const Repository& config) {
    if (config.file.empty()) return std::make_unique<repository::MemoryStore>();
    return std::make_unique<repository::SqliteStore>(config.file, config.octets);
}

/// This machine provides those of its classes that the class files have.
void claim_host(cim::ObjectManager& manager) {
    const auto machine = std::make_shared<host::HostProvider>();
    for (const std::string_view each : host::HostProvider::classes()) {
        if (manager.classes().find("root/cimv2", each)) manager.claim("root/cimv2", each, machine);
    }
}

}  // namespace

/// The way to the BMCs, with a thread of its own.
class Classes::Hardware {
public:
    explicit Hardware(const std::vector<Bmc>& bmcs)
        : fleet_{std::make_shared<ipmi::Fleet>(thread_.get_executor(), members_of(bmcs), say)} {}

    [[nodiscard]] const std::shared_ptr<ipmi::Fleet>& fleet() const { return fleet_; }

    /// Gives the sessions back, so that the BMCs have their places for others at once and not after a minute.
    /// One that does not answer does not hold up the end.
    void disconnect() {
        const auto close = [](std::shared_ptr<ipmi::Fleet> fleet) -> boost::asio::awaitable<void> {
            co_await fleet->disconnect();
        };
        const auto closed = boost::asio::co_spawn(thread_, close(fleet_), boost::asio::use_future);
        closed.wait_for(std::chrono::seconds{1});
    }

private:
    static void say(const std::string& line) { fmt::print(stderr, "wsmand: {}\n", line); }

    static std::vector<ipmi::Member> members_of(const std::vector<Bmc>& bmcs) {
        std::vector<ipmi::Member> members;
        for (const Bmc& each : bmcs) {
            for (const auto& [host, port] : parse_bmc_addresses(each.address, each.where)) {
                members.push_back({each.name, {.host = host, .port = port, .credentials = each.credentials}});
            }
        }
        return members;
    }

    boost::asio::thread_pool thread_{1};
    std::shared_ptr<ipmi::Fleet> fleet_;
};

Classes::Classes(const Config& config, service::Registry& registry)
    : compiled_{compiled(class_files_of(config))},
      hardware_{config.bmcs.empty() ? nullptr : std::make_unique<Hardware>(config.bmcs)},
      repository_{std::make_shared<repository::Repository>(
          *compiled_.classes, store_of(config.repository),
          repository::Limits{.instances = config.repository.instances})},
      manager_{compiled_.classes, repository_} {
    repository_->load(compiled_.instances);
    compiled_.instances.clear();
    claim_host(manager_);
    for (ipmi::Offer& each : ipmi::hardware(*compiled_.classes, hardware_ ? hardware_->fleet() : nullptr)) {
        manager_.claim(each.name_space, each.class_name, std::move(each.provider));
    }
    cim_resource::add_classes(registry, manager_);
}

Classes::~Classes() = default;

void Classes::stop() {
    repository_->stop();
    if (hardware_) hardware_->disconnect();
}

void Classes::add_conformance(service::Registry& registry, base::WallTime started) {
    conformance::add_feed(registry);
    conformance::claim_classes(manager_, repository_);
    repository_->load(conformance::items(*compiled_.classes, started));
}

}  // namespace assay::server
