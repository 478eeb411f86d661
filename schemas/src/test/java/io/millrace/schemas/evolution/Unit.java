package io.millrace.schemas.evolution;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The units that a field may have: the sentence its doc ends with, and how its name says so. */
enum Unit {
    NONE("No unit.", ""),
    EPOCH_MICROS("Microseconds since the epoch.", "_micros"),
    MICROS("Microseconds.", "_micros"),
    MILLIS("Milliseconds.", "_millis"),
    SECONDS("Seconds.", "_seconds"),
    MINUTES_OF_DAY("Minutes of the day.", "_minute"),
    NANO_USD("Nano-USD.", "_nano_usd"),
    CENTS_USD("Cents of USD.", "_cents"),
    PICO_USD("Pico-USD per unit.", "pico_usd_per_unit"),
    PARTS_PER_MILLION("Parts per million.", "_ppm"),
    PERCENT("Percent of the limit.", "_percent"),
    PERCENT_OF_MEAN("Percent of the mean.", "_percent"),
    PERCENT_OF_REQUESTS("Percent of the requests.", "_percent"),
    HOURS("Hours.", "_hours"),
    ADDRESSES("Addresses.", "_addresses"),
    /** Inside {@link #TOKEN_RECORD} the record's name says it. */
    TOKENS("Tokens.", "_tokens"),
    /** What the measure beside it says; a name cannot. */
    MEASURE("Nano-USD, tokens or requests.", ""),
    RECORDS("Records.", "_count sequence _offset"),
    IMAGES("Images.", "images"),
    CHARACTERS("Characters.", "characters"),
    SEARCHES("Searches.", "searches"),
    COMPONENT_UNITS("Units of the component.", "units"),
    BYTES("Bytes.", "raw_key raw_value sealed");

    private static final String TOKEN_RECORD = "TokenCounts";

    private final String sentence;
    /** Endings of names, a space between them; empty where a name cannot say the unit. */
    private final String nameEnds;

    Unit(String sentence, String nameEnds) {
        this.sentence = sentence;
        this.nameEnds = nameEnds;
    }

    /** Whether a doc states this unit in a sentence of its own, the last. */
    boolean endsDoc(String doc) {
        return doc.equals(sentence) || (doc.endsWith(" " + sentence) && endsSentence(doc));
    }

    /** Whether the name of a field says its unit, where a name can. */
    boolean fitsName(String record, String field) {
        return nameEnds.isEmpty()
                ? namesNoOther(field)
                : nameEnds().stream().anyMatch(field::endsWith) || (this == TOKENS && record.equals(TOKEN_RECORD));
    }

    /** How a name of this unit ends. */
    String nameRule() {
        return nameEnds.isEmpty() ? "a name without the unit of another" : "a name that ends in one of " + nameEnds();
    }

    /** All sentences, for messages. */
    static String sentences() {
        return Arrays.stream(values()).map(unit -> unit.sentence).collect(Collectors.joining(" "));
    }

    private List<String> nameEnds() {
        return nameEnds.isEmpty() ? List.of() : List.of(nameEnds.split(" ", -1));
    }

    private boolean endsSentence(String doc) {
        String before = doc.substring(0, doc.length() - sentence.length()).trim();
        return before.endsWith(".");
    }

    private boolean namesNoOther(String field) {
        return Arrays.stream(values())
                .flatMap(unit -> unit.nameEnds().stream())
                .filter(end -> end.startsWith("_"))
                .noneMatch(field::endsWith);
    }
}
