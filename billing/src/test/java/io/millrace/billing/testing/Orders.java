package io.millrace.billing.testing;

import java.util.ArrayList;
import java.util.List;

/** Every order that things can come in. */
public final class Orders {
    private Orders() {}

    /** All n! of them. */
    public static <T> List<List<T>> of(List<T> things) {
        if (things.isEmpty()) {
            return List.of(List.of());
        }
        T last = things.get(things.size() - 1);
        List<List<T>> all = new ArrayList<>();
        for (List<T> shorter : of(things.subList(0, things.size() - 1))) {
            for (int at = 0; at <= shorter.size(); at++) {
                List<T> longer = new ArrayList<>(shorter);
                longer.add(at, last);
                all.add(longer);
            }
        }
        return all;
    }
}
