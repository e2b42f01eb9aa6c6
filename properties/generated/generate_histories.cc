#include "properties/generated/generators.h"

namespace keyturn::generate {
namespace {

using namespace rc;

Gen<std::string> twist() {
    std::vector<std::string> names;
    for (const DeliveryTwist& one : delivery_twists()) names.emplace_back(one.name);
    return gen::oneOf(gen::just<std::string>("none"), gen::elementOf(names));
}

// Around the version of the first change, so that versions repeat, and stay behind the clock.
Gen<std::string> near_version() {
    return gen::weightedOneOf<std::string>({{4, gen::map(gen::inRange(1'699'999'999'990, 1'700'000'000'010),
                                                         [](long long n) { return std::to_string(n); })},
                                            {1, gen::element<std::string>("1", "9", "10", "999999999999")}});
}

Gen<KeyDelivery> delivery() {
    return gen::build<KeyDelivery>(gen::set(&KeyDelivery::version, near_version()),
                                   gen::set(&KeyDelivery::key, gen::inRange<KeyNumber>(0, 50)),
                                   gen::set(&KeyDelivery::sender, gen::element<std::string>("1111", "2222", "3333")),
                                   gen::set(&KeyDelivery::twist, twist()));
}

}  // namespace

Gen<KeyHistory> key_history() {
    return gen::map(gen::scale(0.15, gen::container<std::vector<KeyDelivery>>(delivery())),
                    [](std::vector<KeyDelivery> deliveries) { return KeyHistory{std::move(deliveries)}; });
}

Gen<TwoReadings> two_readings() {
    std::vector<std::string> names;
    for (const OtherReading& one : other_readings()) names.emplace_back(one.name);
    return gen::apply(
        [](int members, int added, std::string title, std::string reading) {
            TwoReadings input = {.added = {}, .members = {}, .title = {}, .reading = std::move(reading)};
            for (int n = 0; n < members; ++n) input.members.push_back(std::to_string(1111 * (n + 1)));
            for (int n = 0; n < added; ++n) input.added.push_back(std::to_string(5555 + n));
            if (!title.empty()) input.title = std::move(title);
            return input;
        },
        gen::inRange(1, 4), gen::inRange(1, 4), gen::oneOf(gen::just(std::string()), clean_text()),
        gen::elementOf(names));
}

}  // namespace keyturn::generate
