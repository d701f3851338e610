#include "product_data.hpp"

#include "assay/base/home.hpp"
#include "assay/suite/catalogue.hpp"

namespace assay::apps {

ProductData load_product_data() {
    ProductData data;
    data.home = base::home();
    data.rules = suite::read_catalogue(data.home / "suites/catalogue");
    data.collection = suite::read_suites(data.home / "suites", data.rules);
    data.profiles = suite::read_profiles(data.home / "suites/profiles");
    return data;
}

}  // namespace assay::apps
