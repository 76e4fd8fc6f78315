/* Which byte order does a cross compiler write? Two arrays of 16-bit numbers each, whose bytes read BIGenDianSyS in
   one order and LiTTleEnDian in the other, in ASCII and in EBCDIC; the answer is which of the words a search of the
   executable finds. main uses the arrays so that none of them can be left out. */
unsigned short int ascii_big[] = { 0x4249, 0x4765, 0x6E44, 0x6961, 0x6E53, 0x7953, 0 };
unsigned short int ascii_little[] = { 0x694C, 0x5454, 0x656C, 0x6E45, 0x6944, 0x6E61, 0 };
unsigned short int ebcdic_little[] = { 0x89D3, 0xE3E3, 0x8593, 0x95C5, 0x89C4, 0x9581, 0 };
unsigned short int ebcdic_big[] = { 0xC2C9, 0xC785, 0x95C4, 0x8981, 0x95E2, 0xA8E2, 0 };

int
ascii_sum (int i)
{
  return ascii_big[i] + ascii_little[i];
}

int
ebcdic_sum (int i)
{
  return ebcdic_big[i] + ebcdic_little[i];
}

int
main (int argc, char **argv)
{
  char *letters = argv[0];
  ascii_big[1] = *letters++;
  ebcdic_big[1] = *letters++;
  ascii_little[1] = *letters++;
  ebcdic_little[1] = *letters++;
  return ascii_sum (argc) == ebcdic_sum (*letters);
}
