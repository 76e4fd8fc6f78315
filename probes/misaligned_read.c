/* Can an int be read at any address? Exits with 0 when both odd reads went well and gave what differs. A bus error,
   or an equal result from a processor that rounds addresses, says no. */
int main(void)
{
    char bytes[16];
    int i, *odd, *even;
    for (i = 0; i < 16; i++)
        bytes[i] = i;
    odd = (int *)(bytes + 1);
    even = (int *)(bytes + 2);
    return *odd == *even;
}
