#include "classes.hpp"

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

/// The way to the BMC, with a thread of its own.
class Classes::Hardware {
public:
    explicit Hardware(const Bmc& bmc) : client_{thread_.get_executor(), target_of(bmc)} {}

    [[nodiscard]] ipmi_client::Client& client() { return client_; }

    /// Gives the session back, so that the BMC has its place for others at once and not after a minute. A BMC
    /// that does not answer does not hold up the end.
    void disconnect() {
        const auto closed = boost::asio::co_spawn(thread_, client_.disconnect(), boost::asio::use_future);
        closed.wait_for(std::chrono::seconds{1});
    }

private:
    static ipmi_client::Target target_of(const Bmc& bmc) {
        const auto [host, port] = ipmi_client::parse_host_and_port(bmc.address);
        return {.host = host, .port = port, .credentials = bmc.credentials};
    }

    boost::asio::thread_pool thread_{1};
    ipmi_client::Client client_;
};

Classes::Classes(const Config& config, service::Registry& registry)
    : compiled_{compiled(class_files_of(config))},
      hardware_{config.bmc ? std::make_unique<Hardware>(*config.bmc) : nullptr},
      repository_{std::make_shared<repository::Repository>(
          *compiled_.classes, store_of(config.repository),
          repository::Limits{.instances = config.repository.instances})},
      manager_{compiled_.classes, repository_} {
    repository_->load(compiled_.instances);
    compiled_.instances.clear();
    claim_host(manager_);
    for (ipmi::Offer& each : ipmi::hardware(*compiled_.classes, hardware_ ? &hardware_->client() : nullptr)) {
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
