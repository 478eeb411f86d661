package io.millrace.standalone.prices;

import io.millrace.schemas.error.MillraceException;

/** The formats of price files that can be read. */
public enum PriceFormat {
    MILLRACE("millrace"),
    LITELLM("litellm"),
    GENAI_PRICES("genai-prices");

    private final String label;

    PriceFormat(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** Reads {@link #label()} back. */
    public static PriceFormat parse(String text) {
        for (PriceFormat format : values()) {
            if (format.label.equals(text)) {
                return format;
            }
        }
        throw MillraceException.user("PRICE_FORMAT", "price format", text, "millrace, litellm or genai-prices");
    }
}
