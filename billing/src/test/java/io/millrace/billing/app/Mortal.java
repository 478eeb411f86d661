package io.millrace.billing.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;

/** Stands in front of a port; the process may die right before and right after each call through it. */
final class Mortal {
    private final BooleanSupplier dies;

    /** @param dies asked twice for each call */
    Mortal(BooleanSupplier dies) {
        this.dies = dies;
    }

    /** One that dies at the n-th chance, from 0. */
    static Mortal after(int chances) {
        int[] left = {chances};
        return new Mortal(() -> left[0]-- == 0);
    }

    <T> T in(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> call(real, method, arguments)));
    }

    private Object call(Object real, Method method, Object[] arguments) throws Throwable {
        live();
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
        live();
        return result;
    }

    private void live() {
        if (dies.getAsBoolean()) {
            throw new FaultyGateway.Death();
        }
    }
}
