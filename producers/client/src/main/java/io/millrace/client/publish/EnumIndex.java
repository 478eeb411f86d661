package io.millrace.client.publish;

/** The index that Avro writes for each constant of one of our enums; the two are matched by name. Immutable. */
// Avro writes an enum as its index in the schema, which is the ordinal of the generated class.
@SuppressWarnings("EnumOrdinal")
final class EnumIndex<E extends Enum<E>> {
    private final int[] indexes;

    <A extends Enum<A>> EnumIndex(Class<E> own, Class<A> avro) {
        E[] constants = own.getEnumConstants();
        indexes = new int[constants.length];
        for (E constant : constants) {
            indexes[constant.ordinal()] = Enum.valueOf(avro, constant.name()).ordinal();
        }
    }

    int of(E constant) {
        return indexes[constant.ordinal()];
    }
}
