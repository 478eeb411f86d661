package io.millrace.privacy.vault;

/** Prints a new keyset of master keys in one line: for the secret file of the vault. */
public final class MasterKeyMain {
    private MasterKeyMain() {}

    public static void main(String[] arguments) {
        System.out.println(MasterKeys.generate().reveal());
    }
}
