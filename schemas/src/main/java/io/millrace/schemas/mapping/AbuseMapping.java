package io.millrace.schemas.mapping;

import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.AddressSignal;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.SpikeSignal;
import org.jspecify.annotations.Nullable;

/** {@link AbuseSignals} and their Avro class; none at all is null there. */
final class AbuseMapping {
    private AbuseMapping() {}

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    static AbuseSignals fromAvro(io.millrace.avro.@Nullable AbuseSignals abuse) {
        if (abuse == null) {
            return AbuseSignals.NONE;
        }
        io.millrace.avro.SpikeSignal spike = abuse.getSpike();
        io.millrace.avro.AddressSignal addresses = abuse.getAddresses();
        io.millrace.avro.ErrorSignal errors = abuse.getErrors();
        return new AbuseSignals(
                spike == null
                        ? null
                        : new SpikeSignal(spike.getMeanPercent(), spike.getAmountMin(), spike.getHistoryHours()),
                addresses == null ? null : new AddressSignal(addresses.getMaxAddresses()),
                errors == null
                        ? null
                        : new ErrorSignal(
                                errors.getErrorCount(), errors.getRequestPercent(), errors.getWindowSeconds()));
    }

    static io.millrace.avro.@Nullable AbuseSignals toAvro(AbuseSignals abuse) {
        if (abuse.equals(AbuseSignals.NONE)) {
            return null;
        }
        SpikeSignal spike = abuse.spike();
        AddressSignal addresses = abuse.addresses();
        ErrorSignal errors = abuse.errors();
        return new io.millrace.avro.AbuseSignals(
                spike == null
                        ? null
                        : new io.millrace.avro.SpikeSignal(
                                spike.meanPercent(), spike.amountMin(), spike.historyHours()),
                addresses == null ? null : new io.millrace.avro.AddressSignal(addresses.maxAddresses()),
                errors == null
                        ? null
                        : new io.millrace.avro.ErrorSignal(
                                errors.errorCount(), errors.requestPercent(), errors.windowSeconds()));
    }
}
