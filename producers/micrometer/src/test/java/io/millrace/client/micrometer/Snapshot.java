package io.millrace.client.micrometer;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes records of counters from a figure for each component, so that a new component needs no change here. */
final class Snapshot {
    private Snapshot() {}

    /** Names of a record's components, in order. */
    static List<String> components(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** A record of the figures the function gives by component; a map has its figure for every constant of its keys. */
    static <R extends Record> R of(Class<R> type, Function<String, Long> figures) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            values.add(value(component, figures.apply(component.getName()), figures));
        }
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type + " has no canonical constructor", e);
        }
    }

    private static Object value(RecordComponent component, long figure, Function<String, Long> figures) {
        Class<?> type = component.getType();
        if (type == long.class) {
            return figure;
        } else if (type == int.class) {
            return (int) figure;
        } else if (type == boolean.class) {
            return figure != 0;
        } else if (type == Map.class) {
            return byConstant((ParameterizedType) component.getGenericType(), figures);
        } else if (type.isRecord()) {
            return of(type.asSubclass(Record.class), name -> figures.apply(component.getName() + "." + name));
        }
        throw new AssertionError(component + " is of a type this test does not know");
    }

    private static Map<Enum<?>, Long> byConstant(ParameterizedType map, Function<String, Long> figures) {
        Map<Enum<?>, Long> values = new HashMap<>();
        for (Object constant : ((Class<?>) map.getActualTypeArguments()[0]).getEnumConstants()) {
            Enum<?> key = (Enum<?>) constant;
            values.put(key, figures.apply(key.name()));
        }
        return values;
    }
}
