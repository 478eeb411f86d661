package io.millrace.billing.api;

import com.fasterxml.jackson.annotation.JsonValue;
import io.millrace.schemas.money.Money;

/** Money as whole nano-USD in a text, since numbers of JSON readers often have only 53 bits. */
record Nano(@JsonValue String text) {
    static Nano of(Money money) {
        return new Nano(Long.toString(money.nanoUsd()));
    }
}
