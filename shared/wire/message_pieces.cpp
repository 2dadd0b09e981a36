#include "shared/wire/message_pieces.h"

namespace cairn::message_pieces {

using capnp_io::data_of;
using capnp_io::id_of;

void write(schema::Receipt::Builder out, const Receipt& receipt) {
    out.setIncarnation(data_of(receipt.incarnation.view()));
    out.setSignature(data_of(receipt.signature.view()));
}

Receipt read_receipt(schema::Receipt::Reader in) {
    return {.incarnation = id_of<Incarnation>(in.getIncarnation(), "a receipt's incarnation"),
            .signature = id_of<Signature>(in.getSignature(), "a receipt's signature")};
}

void write(schema::ReceiptedRecord::Builder out, const ReceiptedRecord& record) {
    CAIRN_ASSERT(record.record.size() <= limits::record_bytes_max);
    out.setRecord(data_of(record.record));
    if (record.receipt) write(out.initReceipt(), *record.receipt);
}

ReceiptedRecord read_record(schema::ReceiptedRecord::Reader in) {
    capnp_io::require_at_most(
        in.getRecord().size(), limits::record_bytes_max, "the size of a roster record");
    ReceiptedRecord record{.record = capnp_io::bytes_of(in.getRecord()), .receipt = std::nullopt};
    if (in.hasReceipt()) record.receipt = read_receipt(in.getReceipt());
    return record;
}

void write(schema::Part::Builder out, const EnvelopePart& part) {
    CAIRN_ASSERT(part.data.size() <= limits::part_bytes_max);
    out.setTotal(part.total);
    out.setOffset(part.offset);
    out.setData(data_of(part.data));
}

EnvelopePart read_part(schema::Part::Reader in) {
    const auto data = in.getData();
    capnp_io::require_at_most(data.size(), limits::part_bytes_max, "the size of a part");
    capnp_io::require_at_most(in.getTotal(), limits::envelope_bytes_max, "the size of an envelope");
    if (data.size() == 0 || in.getOffset() >= in.getTotal() ||
        data.size() > in.getTotal() - in.getOffset())
        capnp_io::refuse_input(WireFault::out_of_range, "a part lies outside its envelope");
    return {.total = in.getTotal(), .offset = in.getOffset(), .data = capnp_io::bytes_of(data)};
}

void write(capnp::List<schema::DeviceTips>::Builder out, const std::vector<DeviceTips>& devices) {
    for (unsigned i = 0; i < out.size(); ++i) {
        out[i].setDevice(data_of(devices[i].device.view()));
        auto tips = out[i].initTips(static_cast<unsigned>(devices[i].tips.size()));
        for (unsigned k = 0; k < tips.size(); ++k) {
            tips[k].setNumber(devices[i].tips[k].number.value);
            tips[k].setHash(data_of(devices[i].tips[k].hash.view()));
        }
    }
}

std::vector<DeviceTips> read_tips(capnp::List<schema::DeviceTips>::Reader in) {
    capnp_io::require_at_most(in.size(), limits::devices_max, "the number of devices");
    std::vector<DeviceTips> devices;
    devices.reserve(in.size());
    for (const auto device : in) {
        capnp_io::require_at_most(
            device.getTips().size(), limits::tips_per_device_max, "the number of tips of a device");
        DeviceTips read{.device = id_of<DeviceId>(device.getDevice(), "a device"), .tips = {}};
        for (const auto tip : device.getTips())
            read.tips.push_back({.number = {tip.getNumber()},
                                 .hash = id_of<EnvelopeHash>(tip.getHash(), "a tip's hash")});
        devices.push_back(std::move(read));
    }
    return devices;
}

std::size_t words_of(const std::vector<DeviceTips>& devices) {
    std::size_t words = small_words;
    for (const DeviceTips& device : devices) words += tip_words * (1 + device.tips.size());
    return words;
}

void write(schema::PresenceNote::Builder out, const PresenceNote& note) {
    CAIRN_ASSERT(note.sealed.size() <= limits::presence_bytes_max);
    out.setDevice(data_of(note.device.view()));
    out.setCounter(note.counter);
    out.setEpoch(data_of(note.epoch.view()));
    out.setSealed(data_of(note.sealed));
    out.setSignature(data_of(note.signature.view()));
}

PresenceNote read_presence(schema::PresenceNote::Reader in) {
    capnp_io::require_at_most(
        in.getSealed().size(), limits::presence_bytes_max, "the size of a presence note");
    return {.device = id_of<DeviceId>(in.getDevice(), "a device"),
            .counter = in.getCounter(),
            .epoch = id_of<EpochId>(in.getEpoch(), "an epoch"),
            .sealed = capnp_io::bytes_of(in.getSealed()),
            .signature = id_of<Signature>(in.getSignature(), "a presence signature")};
}

}  // namespace cairn::message_pieces
