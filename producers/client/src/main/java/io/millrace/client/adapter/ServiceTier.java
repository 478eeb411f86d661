package io.millrace.client.adapter;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The service tier in one vocabulary: null is the standard tier; flex, priority, scale, fast, provisioned and names
 * without a rule stay, in lower case. A batch tier is the standard tier of the batch interface.
 */
record ServiceTier(@Nullable String name, boolean batch) {

    static ServiceTier of(@Nullable String stated, @Nullable String speed) {
        ServiceTier tier = of(stated == null ? "" : stated.toLowerCase(Locale.ROOT));
        boolean faster = tier.name() == null && "fast".equals(speed);
        return faster ? new ServiceTier("fast", tier.batch()) : tier;
    }

    private static ServiceTier of(String stated) {
        return switch (stated) {
            case "",
                    "default",
                    "auto",
                    "standard",
                    "standard_only",
                    "on_demand",
                    "unspecified",
                    "traffic_type_unspecified" -> new ServiceTier(null, false);
            case "batch" -> new ServiceTier(null, true);
            case "on_demand_priority" -> new ServiceTier("priority", false);
            case "on_demand_flex" -> new ServiceTier("flex", false);
            case "provisioned_throughput" -> new ServiceTier("provisioned", false);
            default -> new ServiceTier(stated, false);
        };
    }
}
